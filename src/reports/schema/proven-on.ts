import { z } from "zod";
import { bytes, count, digest, list, maybe, text } from "./shapes.ts";

const day = text.describe("ISO 8601 day, UTC");

export const provenOn = z
  .object({
    engine: z.object({ name: text, version: text }),
    runtime: z.object({ name: text, version: maybe(text) }),
    imageStore: z.enum(["containerd", "graph driver"]),
    storageDriver: text,
    cgroup: z.object({ version: z.union([z.literal(1), z.literal(2)]), driver: text }),
    kernel: text,
    architecture: text,
    rootless: z.boolean(),
    userNamespaces: z.boolean(),
    seccomp: maybe(text).describe("the profile in force for containers that ask for none; missing without seccomp"),
    accessControl: list(text).describe("AppArmor, SELinux"),
    withoutLimits: maybe(list(text)).describe("limits that the engine takes and does not enforce; missing: none"),
    cpus: count,
    memoryBytes: bytes,
    image: z
      .object({ configDigest: maybe(digest), diffIds: list(digest), manifestDigest: maybe(digest) })
      .describe("compared in this order: one image has other ids in other stores"),
    workloadDigest: digest.describe("SHA-256 of the workload in this file"),
    restrictionsDigest: digest.describe("SHA-256 of what a trial under it runs under"),
    date: day,
    proveAgainAfter: day.describe("the last day on which the proof counts as current"),
  })
  .meta({ id: "ProvenOn", description: "what a profile was proven on" });
