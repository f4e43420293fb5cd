import { z } from "zod";
import type { Leaves } from "./leaves.ts";
import { maybe } from "./shapes.ts";

/** The proof record of a profile. */
export function provenOnSchema({ object, ...leaf }: Leaves) {
  return object({
    engine: object({ name: leaf.word, version: leaf.word }),
    runtime: object({ name: leaf.word, version: maybe(leaf.word) }),
    imageStore: z.enum(["containerd", "graph driver"]),
    storageDriver: leaf.word,
    cgroup: object({ version: z.union([z.literal(1), z.literal(2)]), driver: leaf.word }),
    kernel: leaf.word,
    architecture: leaf.word,
    rootless: leaf.flag,
    userNamespaces: leaf.flag,
    seccomp: maybe(leaf.word).describe(
      "the profile in force for containers that ask for none; missing without seccomp",
    ),
    accessControl: leaf.fewWords.describe("AppArmor, SELinux"),
    withoutLimits: maybe(leaf.fewWords).describe("limits that the engine takes and does not enforce; missing: none"),
    cpus: leaf.count,
    memoryBytes: leaf.bytes,
    image: object({
      configDigest: maybe(leaf.digest),
      diffIds: leaf.digests,
      manifestDigest: maybe(leaf.digest),
    }).describe("compared in this order: one image has other ids in other stores"),
    workloadDigest: leaf.digest.describe("SHA-256 of the workload in this file"),
    restrictionsDigest: leaf.digest.describe("SHA-256 of what a trial under it runs under"),
    date: leaf.day,
    proveAgainAfter: leaf.day.describe("the last day on which the proof counts as current"),
  }).meta({ id: "ProvenOn", description: "what a profile was proven on" });
}
