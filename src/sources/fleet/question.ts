import { z } from "zod";
import { Failure } from "../../domain/failure.ts";
import type { BoundedCount, ListPage } from "../../domain/fleet/answers.ts";
import type { Query } from "./database.ts";

/** Whatever a question asks beside the database. */
export interface QuestionContext {
  readonly query: Query;
  /** ISO date. */
  readonly today: string;
}

/** A question to a fleet, by its path below `/api/v1`. One file each. */
export interface Question<Input extends z.ZodObject = z.ZodObject> {
  readonly name: string;
  /** `/vulnerabilities/{id}` */
  readonly path: string;
  readonly summary: string;
  /** Parameters of the path and the query, from texts. */
  readonly input: Input;
  readonly answer: z.ZodObject;
  /** Undefined: there is no such thing. Throws `Failure` (`bad-usage`). */
  ask(context: QuestionContext, input: z.infer<Input>): Promise<object | undefined>;
}

/** Ties the type of `ask`'s input to its shape. */
export function defineQuestion<Input extends z.ZodObject>(question: Question<Input>): Question {
  return question as unknown as Question;
}

/** At most as many rows are counted. */
export const maxCount = 10_000;
const maxLimit = 1_000;

/** Parameters of each list. */
export const paging = {
  after: z.string().max(200).optional().describe("`next` of the page before."),
  limit: z.coerce.number().int().min(1).max(maxLimit).default(100).describe("Rows of a page."),
};

export const time = z.iso.datetime();
export const imageRow = z.object({
  digest: z.string(),
  platform: z.string(),
  names: z.array(z.string()).describe("At most three of its names."),
  state: z.string(),
  os: z.string().exactOptional(),
  created: time.exactOptional(),
});
export const boundedCount = z.object({
  count: z.int(),
  more: z.boolean().describe("There are more than are counted."),
});

/** Fields of an answer that is a page of a list. */
export function listOf<Row extends z.ZodType>(row: Row) {
  return { rows: z.array(row), next: z.string().exactOptional() };
}

/** A page of rows: one more than `limit` was asked for. */
export function toPage<Row>(rows: readonly Row[], limit: number, keyOf: (row: Row) => string | number): ListPage<Row> {
  const last = rows[limit - 1];
  const page = rows.slice(0, limit);
  return rows.length > limit && last !== undefined ? { rows: page, next: String(keyOf(last)) } : { rows: page };
}

export function toCount(count: number): BoundedCount {
  return { count: Math.min(count, maxCount), more: count > maxCount };
}

/** A key of a page as a number. Throws `Failure` (`bad-usage`). */
export function numericKey(after: string | undefined, first: number): number {
  if (after === undefined) return first;
  if (/^\d{1,10}$/.test(after)) return Number(after);
  throw new Failure("bad-usage", `after: ${after} is no key of a page`, { hint: "Take `next` of the page before." });
}

/** ISO text of a time of the database. */
export function isoTime(date: Date): string {
  return date.toISOString();
}
