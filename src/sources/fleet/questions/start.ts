import { z } from "zod";
import type { StartAnswer } from "../../../domain/fleet/answers.ts";
import { boundedCount, defineQuestion, maxCount, time, toCount } from "../question.ts";
import { readTotal } from "../totals.ts";

export default defineQuestion({
  name: "start",
  path: "/summary",
  summary: "How many images and vulnerabilities there are, by severity, with a fix, and exploited",
  input: z.object({}),
  answer: z.object({
    at: time.exactOptional().describe("When the sums were computed; absent: not yet."),
    severities: z.array(
      z.object({ severity: z.string(), vulnerabilities: z.int(), fixable: z.int(), exploited: z.int() }),
    ),
    top: z
      .array(
        z.object({
          id: z.string(),
          severity: z.string(),
          exploited: z.boolean(),
          epss: z.number().exactOptional(),
          images: z.int(),
        }),
      )
      .describe("The most urgent ones, by how many images have them."),
    repositories: boundedCount,
  }) satisfies z.ZodType<StartAnswer>,
  async ask({ query }): Promise<StartAnswer> {
    const total = await readTotal<Pick<StartAnswer, "severities" | "top">>(query, "start");
    const [counted] = await query<{ count: number }>(
      "select count(*)::int as count from (select from repository limit $1) as counted",
      [maxCount + 1],
    );
    return {
      ...(total && { at: total.at }),
      severities: total?.answer.severities ?? [],
      top: total?.answer.top ?? [],
      repositories: toCount(counted?.count ?? 0),
    };
  },
});
