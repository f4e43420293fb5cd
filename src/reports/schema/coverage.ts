import { z } from "zod";
import { count, list, maybe, text } from "../../schema/shapes.ts";

export const coverage = z
  .object({
    oracle: text.describe("what was done, in one line"),
    strength: z.enum(["answers", "ports", "starts"]),
    endpoints: list(z.object({ what: text, times: count })),
    shares: list(z.object({ of: text, touched: count, present: count, untouched: list(text) })).describe(
      "of what the image holds",
    ),
    syscalls: maybe(count),
    doubts: list(text).describe("what is not known because of all this"),
  })
  .meta({ id: "Coverage", description: "what the workload touched, compared with what the image holds" });
