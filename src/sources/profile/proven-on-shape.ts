import { z } from "zod";

// The profile's author wrote this: each text must be printable, and none may be long.
const word = z.string().max(200);
const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/, "sha256: and 64 hexadecimal digits");
const date = z.iso.date("a day such as 2026-11-28");

/** The proof record of a profile, as written by `learn`. */
export const provenOnShape = z.strictObject({
  engine: z.strictObject({ name: word, version: word }),
  runtime: z.strictObject({ name: word, version: z.exactOptional(word) }),
  imageStore: z.enum(["containerd", "graph driver"]),
  storageDriver: word,
  cgroup: z.strictObject({ version: z.union([z.literal(1), z.literal(2)]), driver: word }),
  kernel: word,
  architecture: word,
  rootless: z.boolean(),
  userNamespaces: z.boolean(),
  seccomp: z.exactOptional(word),
  accessControl: z.array(word).max(10),
  withoutLimits: z.exactOptional(z.array(word).max(10)),
  cpus: z.int().nonnegative(),
  memoryBytes: z.int().nonnegative(),
  image: z.strictObject({
    configDigest: z.exactOptional(digest),
    diffIds: z.array(digest).max(10_000),
    manifestDigest: z.exactOptional(digest),
  }),
  workloadDigest: digest,
  restrictionsDigest: digest,
  date,
  proveAgainAfter: date,
});
