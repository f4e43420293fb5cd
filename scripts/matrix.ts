// `npm run matrix [-- ROW... --column NAME --short --update --list]`: see docs/engines.md.
import { join } from "node:path";
import { parseArgs } from "node:util";
import { cellText, expected, type RowResult, worse } from "./matrix/harness/cell.ts";
import { columns, rows } from "./matrix/harness/catalog.ts";
import { openHomes } from "./matrix/harness/homes.ts";
import { openLab } from "./matrix/harness/lab.ts";
import { measure } from "./matrix/harness/measure.ts";
import type { NamedColumn } from "./matrix/harness/column.ts";
import type { NamedRow } from "./matrix/harness/row.ts";
import { usage } from "./matrix/harness/page-text.ts";
import { merged, readResult, writeResult } from "./matrix/harness/results.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    /** Only these capabilities; may be repeated. */
    column: { type: "string", multiple: true, default: [] },
    /** How often a profile of the machine's own engine must pass on another. */
    runs: { type: "string", default: "2" },
    /** The rows and columns that `npm test` looks at. */
    short: { type: "boolean", default: false },
    /** Write what was measured to scripts/matrix/results, unless a cell is worse; `npm run generate` makes the page of it. */
    update: { type: "boolean", default: false },
    /** Print the names of rows and columns; start nothing. */
    list: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

const began = performance.now();
const controller = new AbortController();
// The second one ends it where it stands; the next call removes what is left then.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
  process.once(signal, () => controller.abort(new Error(`ended by ${signal}`)));

const runs = Number(values.runs);
if (!Number.isInteger(runs) || runs < 1) throw new Error(`--runs ${values.runs} is no number of runs`);
const all = { rows: await rows(), columns: await columns() };
const chosen = {
  rows: choose(all.rows, positionals, "row"),
  columns: choose(all.columns, values.column, "column"),
};
if (values.help) console.log(usage);
else if (values.list) {
  for (const { name, title } of [...all.rows, ...all.columns]) console.log(`${name}: ${title}`);
} else {
  process.exitCode = await run();
}

async function run(): Promise<number> {
  let say = (text: string): void => void process.stderr.write(`${text}\n`);
  await using lab = await openLab(join(import.meta.dirname, ".."), controller.signal, (text) => say(text));
  const homes = openHomes(lab);
  let fell = 0;
  let measured = 0;
  for (const row of chosen.rows) {
    if (controller.signal.aborted) break;
    say = (text) => void process.stderr.write(`${row.name}: ${text}\n`);
    // What was measured is kept before anything is removed, which may be cut short.
    try {
      const found = await measure(lab, row, columnsOf(row), { homes, runs });
      if ("missing" in found) console.log(`\n${row.title}: not run: ${found.missing}`);
      else {
        measured++;
        fell += tell(row, found);
      }
    } catch (error) {
      // What Ctrl-C ended did not fail.
      if (controller.signal.aborted) break;
      fell++;
      console.log(`\n${row.title}: did not start: ${error instanceof Error ? error.message : String(error)}`);
    } finally {
      await lab.endEngine();
    }
  }
  const seconds = Math.round((performance.now() - began) / 1000);
  console.log(
    `\n${measured} of ${chosen.rows.length} engines measured in ${seconds} s; ${fell} got worse or did not start.`,
  );
  return fell === 0 && !controller.signal.aborted ? 0 : 1;
}

/** Some are looked at only where they are named, and a slow row has fewer. */
function columnsOf({ only, short }: NamedRow): readonly NamedColumn[] {
  if (values.column.length > 0) return chosen.columns;
  const here = values.short && short !== true ? short : only;
  return chosen.columns.filter(({ name, asked }) => asked !== true && here?.includes(name) !== false);
}

/** Prints a row, and writes it when wished; resolves with the number of cells that got worse. */
function tell({ name, any }: NamedRow, found: RowResult): number {
  console.log(`\n${found.title} (${found.seconds} s)`);
  for (const [column, cell] of Object.entries(found.cells)) console.log(`  ${column}: ${cellText(cell)}`);
  const before = readResult(name);
  const fallen = worse(expected(before, found, any === true), found.cells);
  for (const one of fallen) console.log(`  WORSE ${one}`);
  if (fallen.length > 0)
    console.log(`  Nothing is written: fix it, or remove scripts/matrix/results/${name}.json to accept it.`);
  else if (values.update && Object.keys(found.cells).length > 0) writeResult(name, merged(before, found));
  return fallen.length;
}

function choose<T extends { readonly name: string; readonly short?: true | readonly string[] }>(
  from: readonly T[],
  names: readonly string[],
  what: string,
): readonly T[] {
  const unknown = names.filter((name) => !from.some((one) => one.name === name));
  if (unknown.length > 0)
    throw new Error(`no such ${what}: ${unknown.join(", ")}; there are ${from.map(({ name }) => name).join(", ")}`);
  if (names.length > 0) return from.filter(({ name }) => names.includes(name));
  return values.short ? from.filter(({ short }) => short !== undefined) : from;
}
