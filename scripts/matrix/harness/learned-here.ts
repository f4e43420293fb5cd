import { cp, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Profile } from "../../../src/domain/profile/profile.ts";
import type { Report } from "../../../src/domain/report/report.ts";
import type { Ended } from "../../run-program.ts";
import type { At } from "./at.ts";
import type { Cell } from "./cell.ts";
import { webFolder, webImage } from "./images.ts";

export interface LearnedHere {
  readonly ended: Ended;
  /** With profile.json and seccomp.json, where there are any. */
  readonly folder: string;
  readonly profile?: Profile;
  readonly report?: Report;
}

/** It taught a profile. */
export type Taught = LearnedHere & { readonly profile: Profile };

export const webFlags: readonly string[] = ["--config", join(webFolder, "hullproof.yaml")];
const withoutChown: readonly string[] = ["--config", join(webFolder, "without-chown.yaml")];

/** `hullproof learn` of the web image by this engine, once for all columns. */
export function learnedHere(at: At): Promise<LearnedHere> {
  return at.once("learn", async () => {
    await at.load([webImage]);
    const folder = await at.folder("learned");
    const files = ["--profile", "profile.json", "--report", "report.json"];
    const flags = at.engine.noChown === undefined ? webFlags : withoutChown;
    const ended = await at.hullproof(["learn", ...files, "--progress", "plain", "--fresh", ...flags, webImage], {
      cwd: folder,
    });
    const [profile, report] = await Promise.all(
      ["profile.json", "report.json"].map((name) => read(join(folder, name))),
    );
    return {
      ended,
      folder,
      ...(profile !== undefined && { profile: profile as Profile }),
      ...(report !== undefined && { report: report as Report }),
    };
  });
}

/** The profile that this engine taught, or the cell of what needs one. */
export async function profileHere(at: At): Promise<Taught | { readonly cell: Cell }> {
  const learned = await learnedHere(at);
  const { profile } = learned;
  return profile === undefined
    ? { cell: { verdict: "not run", why: "nothing was learned here" } }
    : { ...learned, profile };
}

/** A copy of the web application that hullproof may write into. */
export async function webCopy(at: At, name: string): Promise<string> {
  const folder = await at.folder(name);
  await cp(webFolder, folder, { recursive: true });
  await at.own(folder);
  return folder;
}

async function read(file: string): Promise<unknown> {
  const text = await readFile(file, "utf8").catch(() => undefined);
  return text === undefined ? undefined : JSON.parse(text);
}
