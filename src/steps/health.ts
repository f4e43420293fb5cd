import { z } from "zod";
import { defineStepKind, form } from "./step-kind.ts";

export default defineStepKind({
  kind: "health",
  place: 7,
  forms: [form({ health: z.literal(true).describe("The image's HEALTHCHECK.") }, () => ({ kind: "health" }))],
  fields: () => ({}),
  onlyReads: () => true,
  nameOf: () => "HEALTHCHECK",
  described: () => "HEALTHCHECK",
});
