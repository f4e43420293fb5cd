import { z } from "zod";
import { ownValue } from "../../../domain/own-value.ts";
import type { ReleaseCycle } from "../../../domain/advisory/advisory.ts";
import { Failure } from "../../../domain/failure.ts";
import type { EndOfLifeAnswer, SystemRow } from "../../../domain/fleet/answers.ts";
import { hasEnded, lifecycles } from "../../../data/release-cycles.ts";
import { cycleEnd, lastDay, systemCycle } from "../../../facts/release-cycles.ts";
import { openStore } from "../../../sources/advisories/store/open-store.ts";
import { defineFleetQuestion } from "../fleet-question.ts";

export default defineFleetQuestion({
  name: "end-of-life",
  path: "/end-of-life",
  summary: "Which images are past the end of life of their distribution",
  input: z.object({}),
  answer: z.object({
    rows: z.array(
      z.object({
        os: z.string(),
        version: z.string(),
        images: z.int(),
        until: z.string().exactOptional().describe("Last day with fixes; absent: not known."),
        past: z.boolean().exactOptional(),
      }),
    ),
  }) satisfies z.ZodType<EndOfLifeAnswer>,
  async ask({ query, today, judging }): Promise<EndOfLifeAnswer> {
    const rows = await query<{ os: string; version: string; images: number }>(
      `select coalesce(os_id, '') as os, coalesce(os_version, '') as version, count(*)::int as images
       from image where live and state = 'read' group by 1, 2 order by 1, 2`,
    );
    const stored = readLifeCycles(judging.advisoriesFolder);
    return {
      rows: rows
        .map(({ os, version, images }): SystemRow => {
          const until = endOf(os, version, stored);
          return { os, version, images, ...(until !== undefined && { until, past: hasEnded(until, today) }) };
        })
        .toSorted((a, b) => Number(b.past ?? false) - Number(a.past ?? false) || b.images - a.images),
    };
  },
});

/** As the rule on images has it: our own table for three, the advisory store for the others. */
function endOf(os: string, version: string, stored: readonly ReleaseCycle[]): string | undefined {
  const table = /^(?:debian|ubuntu|alpine)$/.test(os) ? ownValue(lifecycles, os) : undefined;
  if (table !== undefined) return cycleEnd(table, version.split(".").slice(0, table.depth).join("."), stored)?.until;
  const cycle = systemCycle(os, version, stored);
  return cycle && lastDay(cycle);
}

function readLifeCycles(folder: string | undefined): readonly ReleaseCycle[] {
  if (folder === undefined) return [];
  try {
    return openStore(folder).lifeCycles();
  } catch (error) {
    if (error instanceof Failure && error.code === "no-advisories") return [];
    throw error;
  }
}
