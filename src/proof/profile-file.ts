import { z } from "zod";
import { capabilities } from "../domain/capability.ts";
import { Failure } from "../domain/failure.ts";
import type { Profile } from "../domain/profile.ts";
import { leastMemoryBytes } from "./learn/memory.ts";
import { seccompShape } from "./seccomp-shape.ts";
import { workloadShape } from "./workload-shape.ts";

const id = z.int().min(0).max(4_294_967_294);
const bytes = z.int().min(1).max(Number.MAX_SAFE_INTEGER);
const capability = z.enum(capabilities);
/** As the kernel takes it: absolute, without `.` and `..`, no doubled or final slash. */
const path = z.string().regex(/^(?:\/(?!\.{1,2}(?:\/|$))[^/\0\n]+)+$/u, "an absolute path without . and ..");

/** Shape of `profile.json`. Unknown fields are refused: what is not understood cannot be verified. */
const profileShape = z.strictObject({
  $schema: z.string().optional(),
  schemaVersion: z.literal(1),
  image: z.strictObject({ name: z.string().min(1), digest: z.string().min(1) }),
  engine: z.strictObject({ version: z.string(), apiVersion: z.string() }),
  kernel: z.string(),
  workload: workloadShape,
  user: z.strictObject({ uid: id, gid: id }),
  capabilities: z.strictObject({
    required: z.array(capability),
    soft: z.array(capability),
    unused: z.array(capability),
  }),
  seccomp: z.exactOptional(seccompShape),
  noNewPrivileges: z.boolean(),
  readOnlyRootfs: z.boolean(),
  tmpfs: z.array(
    z.strictObject({
      path,
      mode: z.string().regex(/^[0-7]{1,4}$/u, "octal digits such as 1777"),
      uid: id,
      gid: id,
      sizeBytes: bytes,
    }),
  ),
  volumes: z.array(z.strictObject({ name: z.string().min(1), path })),
  memoryBytes: bytes.min(leastMemoryBytes, "the engine takes no limit below 6 MiB (6291456)"),
  cpus: z.number().min(0.01).max(4096),
  pids: z.int().min(1).max(4_194_304),
  ports: z.array(z.int().min(1).max(65_535)),
  sysctls: z.record(z.string(), z.string()),
  assumptions: z.record(z.string(), z.string()),
  because: z.record(z.string(), z.array(z.string())),
});

const longest = 4 * 1024 * 1024;

/** `file` is how the message calls it. Throws `bad-profile`, which names the field. */
export function parseProfile(text: string, file = "profile.json"): Profile {
  if (text.length > longest) throw bad(file, `it is longer than ${longest} characters`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw bad(file, `it is not JSON (${cause instanceof Error ? cause.message : String(cause)})`, cause);
  }
  const parsed = profileShape.safeParse(value);
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

function bad(file: string, what: string, cause?: unknown): Failure {
  return new Failure("bad-profile", `${file} is no profile: ${what}.`, {
    hint: "Correct it, or learn it anew: hullproof learn IMAGE --output profile.json",
    ...(cause === undefined ? {} : { cause }),
  });
}
