import type { AnswerBasis } from "../../domain/fleet/answers.ts";
import type { Query } from "./database.ts";
import { isoTime } from "./question.ts";

interface Row {
  readonly as_of: Date;
  readonly read: number;
  readonly waiting: number;
  readonly refused: number;
  readonly older: number;
  readonly distinct: number;
  readonly not_judged: number;
  readonly shards: number;
  readonly judged_at: Date | null;
}

/** What every answer rests on: without it a short list would look like a clean fleet. */
export async function readBasis(query: Query): Promise<AnswerBasis> {
  const [row] = await query<Row>(
    `select now() as as_of, images.*, packages.*, shards.* from
       (select count(*) filter (where state = 'read')::int as read, count(*) filter (where state = 'known')::int as waiting,
          count(*) filter (where state = 'refused')::int as refused, count(*) filter (where state = 'skipped')::int as older
        from image where live) as images,
       (select count(*)::int as "distinct", count(*) filter (where gap is not null or result is null)::int as not_judged from package) as packages,
       (select count(*)::int as shards, min(judged_at) as judged_at from shard) as shards`,
  );
  if (row === undefined) throw new Error("a query without a group has a row");
  const { as_of, read, waiting, refused, older, shards, judged_at } = row;
  return {
    asOf: isoTime(as_of),
    images: { read, waiting, refused, older },
    packages: { distinct: row.distinct, notJudged: row.not_judged },
    advisories: { shards, ...(judged_at !== null && { judgedAt: isoTime(judged_at) }) },
  };
}
