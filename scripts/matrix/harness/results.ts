import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Cell, RowResult } from "./cell.ts";

/** What was measured and is committed: one file an engine. */
export const resultsFolder = join(import.meta.dirname, "../results");

export function readResult(row: string, folder = resultsFolder): RowResult | undefined {
  const file = join(folder, `${row}.json`);
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as RowResult) : undefined;
}

/** Cells that were not looked at this time stay as they were; so does what more runs of the same engine showed. */
export function merged(before: RowResult | undefined, now: RowResult): RowResult {
  if (before === undefined) return now;
  const sameEngine = version(before) === version(now);
  const renewed = Object.entries(now.cells).map(([column, cell]): [string, Cell] => {
    const old = before.cells[column];
    return [column, sameEngine && old !== undefined ? withRuns(cell, old) : cell];
  });
  const cells = { ...before.cells, ...Object.fromEntries(renewed) };
  // The time of a part is not that of a row.
  const whole = Object.keys(cells).length === Object.keys(now.cells).length;
  return { ...now, seconds: whole ? now.seconds : before.seconds, cells };
}

/** `10 of 10` outlives a call that asked for two runs, which passed as well. */
function withRuns(cell: Cell, old: Cell): Cell {
  if (!passed(cell) || !passed(old) || cell.runs !== undefined || old.runs === undefined) return cell;
  return { ...cell, runs: old.runs };
}

function passed(cell: Cell): cell is Extract<Cell, { verdict: "works" | "less" }> {
  return cell.verdict === "works" || cell.verdict === "less";
}

function version({ versions }: RowResult): string | undefined {
  return versions["Engine"] ?? versions["Podman Engine"];
}

export function writeResult(row: string, result: RowResult, folder = resultsFolder): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${row}.json`), `${JSON.stringify(result, undefined, 2)}\n`);
}
