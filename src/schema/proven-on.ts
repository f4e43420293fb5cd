import { z } from "zod";
import type { Leaves } from "./leaves.ts";
import { maybe } from "./shapes.ts";

/** The proof record of a profile. */
export function provenOnSchema({ object, ...leaf }: Leaves) {
  return object({
    engine: object({ name: leaf.word, version: leaf.word }),
    runtime: object({ name: leaf.word, version: maybe(leaf.word) }).describe(
      "The engine's default one. No version where the engine does not report it.",
    ),
    imageStore: z
      .enum(["containerd", "graph driver"])
      .describe(
        "Who keeps the images: containerd, or the engine itself with a graph driver (Podman's library is one).",
      ),
    storageDriver: leaf.word,
    cgroup: object({ version: z.union([z.literal(1), z.literal(2)]), driver: leaf.word }),
    kernel: leaf.word,
    architecture: leaf.word,
    rootless: leaf.flag,
    userNamespaces: leaf.flag,
    seccomp: maybe(leaf.word).describe("The default seccomp profile; absent when the engine has no seccomp."),
    accessControl: leaf.fewWords.describe("`AppArmor`, `SELinux`"),
    withoutLimits: maybe(leaf.fewWords).describe(
      "Limits that the engine accepts but does not enforce: `memory`, `CPU quota`, `tasks`. Absent where it enforces all.",
    ),
    cpus: leaf.count,
    memoryBytes: leaf.bytes,
    image: object({
      configDigest: maybe(leaf.digest).describe(
        "Of the configuration: the image's id with Docker's graph drivers and in Podman. Absent where the engine does not report it.",
      ),
      diffIds: leaf.digests.describe("Of the uncompressed layers, the lowest first."),
      manifestDigest: maybe(leaf.digest).describe("Of this platform's manifest. Absent where the engine keeps none."),
    }).meta({
      id: "ImageIdentity",
      description:
        "Digests of an image in any store. Engines call an image by one of these digests only, and not all by the same (moby#48401).",
    }),
    workloadDigest: leaf.digest.describe("SHA-256 of the workload as the profile holds it."),
    restrictionsDigest: leaf.digest.describe("SHA-256 of what a trial runs under."),
    date: leaf.day.describe("ISO 8601, UTC."),
    proveAgainAfter: leaf.day.describe("Last day on which the proof counts as current, ISO 8601, UTC."),
  }).meta({ id: "ProvenOn", description: "The environment in which a profile was proven." });
}
