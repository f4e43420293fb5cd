import { z } from "zod";
import { count, list, maybe, text } from "../../schema/shapes.ts";

export const proofAge = z.object({
  provenOn: maybe(text),
  days: maybe(count).describe("since then; missing when it is not known, or lies in the future"),
  proveAgainAfter: maybe(text),
  expired: maybe(text).describe("why it counts as expired; missing: it does not"),
});

export const standing = z
  .object({
    age: proofAge,
    machine: maybe(
      z.object({
        image: z.object({
          same: z.enum(["yes", "no", "unknown"]),
          by: maybe(z.enum(["configuration digest", "layers", "manifest digest", "image id"])),
        }),
        differences: list(
          z.object({
            what: text,
            proven: text.describe("where it was proven"),
            actual: text.describe("here"),
            mayVoid: text.describe("what of the profile may not hold for it"),
            fields: list(text).describe("fields of the profile that this is about; empty: all of them"),
          }),
        ),
        unrecorded: list(text).describe("what the profile does not say about where it was proven"),
      }),
    ).describe(
      "the machine and the image that it was proven on, beside those here; missing where nothing but the age was looked at",
    ),
  })
  .meta({ id: "Standing", description: "what the proof of a profile is worth here and today" });
