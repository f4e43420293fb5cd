import { type Cell, cellText, type RowResult } from "./cell.ts";
import type { NamedColumn } from "./column.ts";
import { arm64, byHand, elsewhere, heading, intro, stacked } from "./page-text.ts";
import type { NamedRow } from "./row.ts";

/** docs/engines.md, from what was measured. */
export function enginesPage(
  rows: readonly NamedRow[],
  columns: readonly NamedColumn[],
  result: (row: string) => RowResult | undefined,
): string {
  const measured = rows.flatMap((row) => {
    const found = result(row.name);
    return found === undefined ? [] : [{ row, found }];
  });
  const unmeasured = rows.filter((row) => result(row.name) === undefined);
  const of = (table: NamedColumn["table"]) => columns.filter((column) => column.table === table);
  return [
    heading,
    "| engine | version | what works |",
    "| --- | --- | --- |",
    ...measured.map(({ row, found }) => `| ${row.title} | ${version(found)} | ${outcome(found, of("capabilities"))} |`),
    "",
    intro,
    "## Capabilities",
    "",
    `${measured.length} engines, measured in ${minutes(measured)} minutes together, on two cores that were busy with other work.`,
    "",
    table(measured, of("capabilities")),
    "",
    "## Profiles that travel",
    "",
    "Learned on the machine's own engine, the first row; then `hullproof verify` on each. 10 of 10: by `npm run matrix -- ROW --column COLUMN --runs 10`, so many runs of the whole profile passed.",
    "",
    table(measured, of("profiles")),
    "",
    stacked,
    "",
    ...ownCommands(measured, of("project")),
    "## What each row is, and what its cells say",
    "",
    ...measured.flatMap(({ row, found }) => [...about(row, found, columns), ""]),
    "## What each column does",
    "",
    ...columns.map(({ title, what }) => `- **${title}**: ${what}`),
    "",
    "## Not run",
    "",
    ...unmeasured.map(({ title }) => `- ${title}: has a row, and was not measured yet.`),
    ...elsewhere,
    "",
  ].join("\n");
}

function ownCommands(measured: readonly Measured[], columns: readonly NamedColumn[]): string[] {
  const rows = measured.filter(({ found }) => columns.some(({ name }) => found.cells[name] !== undefined));
  if (rows.length === 0) return [];
  return [
    "## The project's own commands",
    "",
    "Only where they are named: `npm run matrix -- docker-20 --column demo --column unit-tests`.",
    "",
    table(rows, columns),
    "",
    byHand,
    "",
    arm64,
    "",
  ];
}

interface Measured {
  readonly row: NamedRow;
  readonly found: RowResult;
}

function table(measured: readonly Measured[], columns: readonly NamedColumn[]): string {
  return [
    `| engine | version | ${columns.map(({ title }) => title).join(" | ")} |`,
    `| --- | --- |${" --- |".repeat(columns.length)}`,
    ...measured.map(
      ({ row, found }) =>
        `| ${row.title} | ${version(found)} | ${columns.map(({ name }) => short(found.cells[name])).join(" | ")} |`,
    ),
  ].join("\n");
}

/** Of the columns that were measured: how many work, and the others by verdict. */
function outcome({ cells }: RowResult, columns: readonly NamedColumn[]): string {
  const measured = columns.flatMap(({ name, title }) => {
    const cell = cells[name];
    return cell === undefined ? [] : [{ title, verdict: short(cell).replace(/, \d.*/u, "") }];
  });
  const byVerdict = Map.groupBy(measured, ({ verdict }) => verdict);
  const others = [...byVerdict].filter(([verdict]) => verdict !== "works");
  const works = byVerdict.get("works")?.length ?? 0;
  return [
    others.length === 0 ? `all ${works}` : `${works} of ${measured.length}`,
    ...others.map(([verdict, cells]) => `${verdict}: ${cells.map(({ title }) => title).join(", ")}`),
  ].join("; ");
}

function minutes(measured: readonly Measured[]): number {
  return Math.round(measured.reduce((sum, { found }) => sum + found.seconds, 0) / 60);
}

function version({ versions }: RowResult): string {
  return versions["Engine"] ?? versions["Podman Engine"] ?? "-";
}

function short(cell: Cell | undefined): string {
  if (cell === undefined) return "-";
  const runs = "runs" in cell ? `, ${cell.runs}` : "";
  if (cell.verdict === "less") return `${cell.said ? "with less" : "with less, unsaid"}${runs}`;
  return cell.verdict === "broken" ? "**broken**" : `${cell.verdict}${runs}`;
}

function about(row: NamedRow, found: RowResult, columns: readonly NamedColumn[]): string[] {
  const { versions, date, note, seconds, cells } = found;
  const told = columns.flatMap(({ name, title }) => {
    const cell = cells[name];
    return cell === undefined || cell.verdict === "works" ? [] : [`- ${title}: ${itemText(cell)}`];
  });
  const parts = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return [
    `### ${row.title}`,
    "",
    `${parts.join(", ")}. Measured on ${date} in ${seconds} s.${note === undefined ? "" : ` Note: ${note}.`}`,
    ...(told.length === 0 ? [] : ["", ...told]),
  ];
}

/** A list item below the one of the column for each of several losses. */
function itemText(cell: Cell): string {
  const losses = cell.verdict === "less" ? cell.what.split("; ") : [];
  if (cell.verdict !== "less" || losses.length < 2) return plain(cellText(cell));
  return [plain(cellText({ ...cell, what: "" })).trimEnd(), ...losses.map((loss) => `  - ${plain(loss)}`)].join("\n");
}

/** Words of engines stay one line, and no markup. */
function plain(text: string): string {
  return text.replaceAll(/\s+/g, " ").replaceAll(/[<>|]/g, (one) => `\\${one}`);
}
