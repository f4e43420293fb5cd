import { z } from "zod";
import { capabilities } from "../../domain/profile/capability.ts";
import { networkModes } from "../../domain/profile/restrictions.ts";
import { seccompShape } from "./seccomp-shape.ts";

export const id = z.int().min(0).max(4_294_967_294);
export const capability = z.enum(capabilities);
const octal = z.string().regex(/^[0-7]{1,4}$/u, "octal digits such as 1777");

/** A normalized path: absolute, without `.` and `..`, no doubled or final slash. */
export const mountPath = z
  .string()
  .regex(/^(?:\/(?!\.{1,2}(?:\/|$))[^/\0\n]+)+$/u, "an absolute path without . and ..");

export const tmpfsShape = z.strictObject({
  path: mountPath,
  mode: octal,
  uid: id,
  gid: id,
  sizeBytes: z.int().min(1).max(Number.MAX_SAFE_INTEGER),
  exec: z.exactOptional(z.literal(true)),
  inodes: z.exactOptional(z.int().min(1).max(Number.MAX_SAFE_INTEGER)),
});
export const anonymousVolumeShape = z.strictObject({ path: mountPath, imageFiles: z.exactOptional(z.literal(true)) });
export const preparedShape = z.strictObject({ path: mountPath, uid: id, gid: id, mode: octal });
export const ulimitShape = z.strictObject({
  name: z.string().regex(/^[a-z]+$/u, "a limit such as nofile"),
  soft: z.int().min(-1),
  hard: z.int().min(-1),
});
export const deviceShape = z.strictObject({
  path: mountPath,
  permissions: z.string().regex(/^(?=.)r?w?m?$/u, "letters of rwm"),
});

/** `Restrictions` as stored in a witness. */
export const restrictionsShape = z.strictObject({
  user: z.exactOptional(z.string().min(1)),
  dropAll: z.exactOptional(z.boolean()),
  addCapabilities: z.exactOptional(z.array(capability)),
  seccomp: z.exactOptional(seccompShape),
  noNewPrivileges: z.exactOptional(z.boolean()),
  readOnlyRootfs: z.exactOptional(z.boolean()),
  tmpfs: z.exactOptional(z.array(tmpfsShape)),
  anonymousVolumes: z.exactOptional(z.array(anonymousVolumeShape)),
  prepared: z.exactOptional(z.array(preparedShape)),
  memoryBytes: z.exactOptional(z.int().min(1)),
  shmBytes: z.exactOptional(z.int().min(1)),
  cpus: z.exactOptional(z.number().positive()),
  pids: z.exactOptional(z.int().min(1)),
  ulimits: z.exactOptional(z.array(ulimitShape)),
  devices: z.exactOptional(z.array(deviceShape)),
  init: z.exactOptional(z.boolean()),
  network: z.exactOptional(z.enum(networkModes)),
  sysctls: z.exactOptional(z.record(z.string(), z.string())),
});
