import { z } from "zod";
import { count, list, maybe, text } from "../../schema/shapes.ts";

export const proofAge = z
  .object({
    provenOn: maybe(text).describe(
      "The day on which the profile says that it was proven; absent when it does not say.",
    ),
    days: maybe(count).describe("Whole days from then to today; absent when it is unknown or in the future."),
    proveAgainAfter: maybe(text),
    expired: maybe(text).describe("Why it counts as expired. Absent: it does not."),
  })
  .meta({ id: "ProofAge", description: "How old a proof is, and whether it still counts as current." });

const sameImage = z
  .object({
    same: z.enum(["yes", "no", "unknown"]),
    by: maybe(z.enum(["configuration digest", "layers", "manifest digest", "image id"])).describe(
      "The compared digests.",
    ),
  })
  .meta({
    id: "SameImage",
    description:
      "Whether the local image is the proven one. `unknown`: the two were never named by the same kind of digest.",
  });

const difference = z
  .object({
    what: text.describe("`cgroup version`"),
    proven: text.describe("Where it was proven."),
    actual: text.describe("Here."),
    mayVoid: text.describe("The part of the profile that may not apply to it, in a sentence."),
    fields: list(text).describe("The profile's fields that this is about; empty: all of them."),
  })
  .meta({ id: "Difference", description: "One thing that is not as it was when the profile was proven." });

const comparison = z
  .object({
    image: sameImage,
    differences: list(difference),
    unrecorded: list(text).describe(
      "Facts about the proof's machine that the profile lacks, so that they could not be compared.",
    ),
  })
  .meta({ id: "Comparison", description: "The machine and the image of a proof, compared with the local ones." });

export const standing = z
  .object({ age: proofAge, machine: maybe(comparison).describe("Absent where nothing was looked at but the age.") })
  .meta({ id: "Standing", description: "The validity of a profile's proof here and today." });
