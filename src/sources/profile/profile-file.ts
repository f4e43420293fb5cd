import { z } from "zod";
import { Failure } from "../../domain/failure.ts";
import { isImageName } from "../../domain/image/image-name.ts";
import { type Profile } from "../../domain/profile/profile.ts";
import { networkModes } from "../../domain/profile/restrictions.ts";
import { witnessFields } from "../../domain/profile/witness.ts";
import { leastMemoryBytes } from "../../domain/profile/restrictions.ts";
import {
  anonymousVolumeShape,
  capability,
  deviceShape,
  id,
  mountPath,
  preparedShape,
  restrictionsShape,
  tmpfsShape,
  ulimitShape,
} from "./restrictions-shape.ts";
import { boundedJson } from "../../formats/json/bounded-json.ts";
import { parseToFirstFault } from "../bounded/first-fault.ts";
import { mostRecords } from "../../domain/profile/proven-on.ts";
import { provenOnShape } from "./proven-on-shape.ts";
import { seccompShape } from "./seccomp-shape.ts";
import { volumeShape, workloadShape } from "./workload-shape.ts";

const imageName = z.string().refine(isImageName, "no name of an image, and could be read as an option");
const bytes = z.int().min(1).max(Number.MAX_SAFE_INTEGER);

/** Schema of `profile.json`. Unknown fields are rejected: they could not be verified. */
const profileShape = z.strictObject({
  $schema: z.string().optional(),
  schemaVersion: z.literal(1),
  image: z.strictObject({ name: imageName, digest: z.string().min(1) }),
  engine: z.strictObject({ version: z.string(), apiVersion: z.string() }),
  kernel: z.string(),
  workload: workloadShape,
  user: z.strictObject({ uid: id, gid: id }),
  capabilities: z.strictObject({
    required: z.array(capability),
    soft: z.array(capability),
    unused: z.array(capability),
    substitutes: z.exactOptional(z.array(z.strictObject({ name: capability, for: capability }))),
  }),
  seccomp: z.exactOptional(seccompShape),
  noNewPrivileges: z.boolean(),
  readOnlyRootfs: z.boolean(),
  tmpfs: z.array(tmpfsShape),
  volumes: z.array(volumeShape.extend({ path: mountPath })),
  anonymousVolumes: z.exactOptional(z.array(anonymousVolumeShape)),
  prepared: z.exactOptional(z.array(preparedShape)),
  memoryBytes: bytes.min(leastMemoryBytes, "the engine takes no limit below 6 MiB (6291456)"),
  shmBytes: z.exactOptional(bytes),
  cpus: z.exactOptional(z.number().min(0.01).max(4096)),
  pids: z.int().min(1).max(4_194_304),
  ulimits: z.exactOptional(z.array(ulimitShape)),
  devices: z.exactOptional(z.array(deviceShape)),
  init: z.exactOptional(z.boolean()),
  network: z.exactOptional(z.enum(networkModes)),
  ports: z.array(z.int().min(1).max(65_535)),
  sysctls: z.record(z.string(), z.string()),
  assumptions: z.record(z.string(), z.string()),
  because: z.record(z.string(), z.array(z.string())),
  tolerated: z.exactOptional(z.array(z.string())),
  provenFor: z.exactOptional(
    z.strictObject({
      clients: z.int().min(1),
      seconds: z.number().nonnegative(),
      notUnderLoad: z.exactOptional(z.array(z.string())),
      watched: z.exactOptional(
        z.union([
          z.strictObject({
            seconds: z.number().nonnegative(),
            method: z.enum(["proc", "top"]),
            changing: z.exactOptional(z.literal(true)),
          }),
          z.strictObject({ reason: z.string() }),
        ]),
      ),
    }),
  ),
  provenOn: z.exactOptional(provenOnShape),
  alsoProvenOn: z.exactOptional(z.array(provenOnShape).max(mostRecords)),
  untested: z.exactOptional(z.array(z.strictObject({ what: z.string(), why: z.string(), add: z.string() }))),
  growing: z.exactOptional(
    z.array(
      z.strictObject({
        path: z.string(),
        bytesPerPass: bytes,
        steps: z.int().min(1),
        roomBytes: z.exactOptional(bytes),
        instead: z.string(),
      }),
    ),
  ),
  brokenTools: z.exactOptional(
    z.array(
      z.strictObject({
        command: z.array(z.string()).min(1),
        problem: z.string(),
        needs: z.exactOptional(z.array(z.string())),
      }),
    ),
  ),
  setIdPrograms: z.exactOptional(z.array(z.string())),
  witnesses: z.exactOptional(
    z.array(
      z.strictObject({
        field: z.enum(witnessFields),
        value: z.string(),
        trials: z.array(z.string().min(1)),
        problem: z.string(),
        restrictions: z.exactOptional(restrictionsShape),
      }),
    ),
  ),
});

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
