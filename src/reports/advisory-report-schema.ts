import { z } from "zod";
import type { AdvisoryReport } from "../domain/advisory/advisory-report.ts";
import { feedOutcomes } from "../domain/advisory/advisory-report.ts";
import { bytes, count, list, maybe, text } from "../schema/shapes.ts";
import type { Agrees } from "./agrees.ts";

const shard = z
  .object({
    name: text,
    bytes,
    packages: count,
    advisories: count,
    sources: list(
      z.object({
        name: text,
        license: text,
        attribution: maybe(text.describe("who must be named, as the license asks")),
        date: text.describe("ISO date of the data"),
        records: count,
      }),
    ),
    date: text.describe("ISO date of its oldest source"),
    checked: maybe(text.describe("when its feed last answered")),
    ageDays: count.describe("days since its data was known to be current"),
    old: z.boolean().describe("vulnerabilities of the days since may be missing from it"),
  })
  .meta({ id: "Shard" });

const feed = z
  .object({
    feed: text,
    title: text,
    license: text,
    about: text,
    shards: list(text),
    outcome: z.enum(feedOutcomes),
    bytes: maybe(bytes.describe("over the network; of what is planned, that would come")),
    checked: maybe(text),
    problem: maybe(z.object({ at: text, message: text, hint: text }).describe("why it failed last")),
  })
  .meta({ id: "Feed" });

/** Output of `advisories info` and `advisories update` with `--format json`. Keys are in print order. */
export const advisoryReportSchema = z.object({
  schemaVersion: z.literal(2),
  tool: z.object({ name: z.literal("hullproof"), version: text }),
  folder: text,
  serial: count.describe("grows with each change of the store; 0: there is none yet"),
  built: maybe(text),
  bytes: bytes.describe("of all shards"),
  shards: list(shard),
  feeds: list(feed),
  notes: list(text),
});

export function renderAdvisoryJson(report: AdvisoryReport): string {
  return `${JSON.stringify(advisoryReportSchema.parse(report), undefined, 2)}\n`;
}

true satisfies Agrees<z.output<typeof advisoryReportSchema>, AdvisoryReport>;
