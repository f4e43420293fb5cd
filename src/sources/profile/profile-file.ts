import { z } from "zod";
import { Failure } from "../../domain/failure.ts";
import type { Profile } from "../../domain/profile/profile.ts";
import { boundedJson } from "../../formats/json/bounded-json.ts";
import { profileSchemas } from "../../schema/profile.ts";
import { stored } from "../../schema/stored.ts";
import { parseToFirstFault } from "../bounded/first-fault.ts";

/** Unknown fields are rejected: they could not be verified. */
const profileShape = profileSchemas(stored).profile.extend({ $schema: z.string().optional() });

const longest = 4 * 1024 * 1024;

/** `file` is its name in messages. Throws `bad-profile` with the field. */
export function parseProfile(text: string, file = "profile.json"): Profile {
  if (text.length > longest) throw bad(file, `it is longer than ${longest} characters`);
  const value = boundedJson(text, (problem) => bad(file, problem));
  const parsed = parseToFirstFault(profileShape, value);
  if (!parsed.success) {
    const [first] = parsed.error.issues;
    const field = first?.path.join(".") ?? "";
    throw bad(
      file,
      `${field === "" ? "the profile" : `field ${field}`}: ${first?.message ?? "not as expected"}`,
      parsed.error,
    );
  }
  const { $schema: _, ...profile } = parsed.data;
  return profile;
}

function bad(file: string, problem: string, cause?: unknown): Failure {
  return new Failure("bad-profile", `${file} is not a profile: ${problem}.`, {
    hint: "Correct it, or learn it again: hullproof learn IMAGE --output profile.json",
    ...(cause === undefined ? {} : { cause }),
  });
}
