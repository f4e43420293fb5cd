import { type At, atEngine } from "./at.ts";
import type { Cell, RowResult } from "./cell.ts";
import type { NamedColumn } from "./column.ts";
import type { Lab } from "./lab.ts";
import type { Missing, NamedRow } from "./row.ts";
import { versionsAt } from "./versions.ts";

/** Starts one engine and looks at every column. The lab ends it. */
export async function measure(
  lab: Lab,
  row: NamedRow,
  columns: readonly NamedColumn[],
  travel: Pick<At, "homes" | "runs">,
): Promise<RowResult | Missing> {
  const began = performance.now();
  const engine = await row.open(lab);
  if ("missing" in engine) return engine;
  const at = atEngine(lab, row, engine, travel);
  const versions = { ...(await versionsAt(at)), ...engine.versions };
  const cells: [string, Cell][] = [];
  for (const column of columns) {
    if (lab.signal.aborted) break;
    const started = performance.now();
    const cell = await column.look(at).catch((error: unknown): Cell => ({ verdict: "broken", words: plain(error) }));
    // What Ctrl-C ended says nothing.
    if (lab.signal.aborted) break;
    cells.push([column.name, withoutPlaces(lab, cell)]);
    lab.say(`${column.name}: ${cell.verdict} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  }
  return {
    title: row.title,
    date: new Date().toISOString().slice(0, 10),
    versions,
    ...(engine.note !== undefined && { note: engine.note }),
    seconds: Math.round((performance.now() - began) / 1000),
    cells: Object.fromEntries(cells),
  };
}

function plain(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 400);
}

/** Results are committed: folders of this machine, names of its network, and ids that differ each time, are no part of them. */
function withoutPlaces(lab: Lab, cell: Cell): Cell {
  const text = JSON.stringify(cell)
    .replaceAll(lab.folder, "FOLDER")
    .replaceAll(lab.cache, "CACHE")
    .replaceAll(lab.root, "REPOSITORY")
    .replaceAll(/\blookup \S+ on \S+|\bdial (?:tcp|udp) \S+:/g, (words) => `${words.split(" ", 1)[0]} HOST:`)
    .replaceAll(/hp-[0-9a-f]{12}/g, "hp-ID")
    .replaceAll(/\b[0-9a-f]{64}\b/g, "ID");
  return JSON.parse(text) as Cell;
}
