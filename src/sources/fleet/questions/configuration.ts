import { z } from "zod";
import { Failure } from "../../../domain/failure.ts";
import type { ConfigurationAnswer } from "../../../domain/fleet/answers.ts";
import { toJson } from "../database.ts";
import { lastId, readImagePage } from "../image-rows.ts";
import { boundedCount, defineQuestion, imageRow, listOf, maxCount, numericKey, paging, toCount } from "../question.ts";

export default defineQuestion({
  name: "configuration",
  path: "/configurations",
  summary: "Which images have a label, or run as a user",
  input: z.object({
    label: z.string().max(601).optional().describe("NAME or NAME=VALUE."),
    user: z.string().max(300).optional().describe("As the image has it; `root` also means that none is set."),
    ...paging,
  }),
  answer: z.object({ images: boundedCount, ...listOf(imageRow) }) satisfies z.ZodType<ConfigurationAnswer>,
  async ask({ query }, { label, user, after, limit }): Promise<ConfigurationAnswer> {
    if (label === undefined && user === undefined) return { images: toCount(0), rows: [] };
    const equals = label?.indexOf("=") ?? -1;
    const [name, value] = equals === -1 ? [label] : [label?.slice(0, equals), label?.slice(equals + 1)];
    if (name === "")
      throw new Failure("bad-usage", "label: its name is missing", { hint: "Write label=NAME or label=NAME=VALUE." });
    const users =
      user === undefined ? null : /^(?:root|0)(?::|$)/.test(user) ? ["root", "0", "", "root:root", "0:0"] : [user];
    const condition = `live and state = 'read' and ($1::jsonb is null or labels @> $1::jsonb) and ($2::text[] is null or user_name = any ($2::text[]))`;
    const values = [name === undefined ? null : toJson([{ name, ...(value !== undefined && { value }) }]), users];
    const [total] = await query<{ count: number }>(
      `select count(*)::int as count from (select from image where ${condition} limit $3) as counted`,
      [...values, maxCount + 1],
    );
    const ids = await query<{ id: number }>(
      `select id from image where ${condition} and id < $3 order by id desc limit $4`,
      [...values, numericKey(after, lastId), limit + 1],
    );
    return { images: toCount(total?.count ?? 0), ...(await readImagePage(query, ids, limit)) };
  },
});
