import { z } from "zod";
import type { UpdateRow, UpdatesAnswer } from "../../../domain/fleet/answers.ts";
import { defineQuestion, time } from "../question.ts";
import { readTotal } from "../totals.ts";

export default defineQuestion({
  name: "updates",
  path: "/updates",
  summary: "Which update of a package helps most images",
  input: z.object({}),
  answer: z.object({
    at: time.exactOptional().describe("When the sums were computed; absent: not yet."),
    rows: z.array(
      z.object({
        type: z.string(),
        name: z.string(),
        images: z.int().describe("By parts: an image that has the package in two layers counts twice."),
        vulnerabilities: z.int().describe("Distinct ones with a fix."),
        exploited: z.int(),
      }),
    ),
  }) satisfies z.ZodType<UpdatesAnswer>,
  async ask({ query }): Promise<UpdatesAnswer> {
    const total = await readTotal<readonly UpdateRow[]>(query, "updates");
    return { ...(total && { at: total.at }), rows: total?.answer ?? [] };
  },
});
