import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RowResult } from "./cell.ts";

/** What was measured and is committed: one file an engine. */
export const resultsFolder = join(import.meta.dirname, "../results");

export function readResult(row: string, folder = resultsFolder): RowResult | undefined {
  const file = join(folder, `${row}.json`);
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as RowResult) : undefined;
}

/** Cells that were not looked at this time stay as they were. */
export function merged(before: RowResult | undefined, now: RowResult): RowResult {
  if (before === undefined) return now;
  const cells = { ...before.cells, ...now.cells };
  // The time of a part is not that of a row.
  const whole = Object.keys(cells).length === Object.keys(now.cells).length;
  return { ...now, seconds: whole ? now.seconds : before.seconds, cells };
}

export function writeResult(row: string, result: RowResult, folder = resultsFolder): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${row}.json`), `${JSON.stringify(result, undefined, 2)}\n`);
}
