import type { AnswerBasis } from "../../domain/fleet/answers.ts";
import { ownValue } from "../../domain/own-value.ts";
import { csvCell } from "../content/csv-cell.ts";
import { escapeReport } from "../content/escape-report.ts";
import { basisText } from "./basis-text.ts";

type Answer = Readonly<Record<string, unknown>>;

/** Lists of answers that are tables, the main one first. */
const lists = [
  "rows",
  "packages",
  "vulnerabilities",
  "versions",
  "registries",
  "queues",
  "unread",
  "shards",
  "severities",
  "top",
];
/** Fields of what an answer rests on, which have a line of their own. */
const basisFields = new Set(["asOf", "coverage", "next"]);
/** Widest cell of a table, in characters: a digest of SHA-256 is asked for by all of it. */
const maxWidth = 72;

/** An answer for people: its facts, its lists as tables, and what it rests on. */
export function renderAnswerText(question: string, answer: Answer): string {
  const safe = escapeReport(answer);
  const facts = Object.entries(safe).flatMap(([name, value]) =>
    basisFields.has(name) || typeof value === "object" ? [] : [`${name}: ${cellText(value)}`],
  );
  const tables = lists.flatMap((name) => {
    const rows = ownValue(safe, name);
    if (!Array.isArray(rows)) return [];
    const title = name === "rows" ? (question === "changes" ? "changes" : "images") : name;
    return ["", `${title}: ${rows.length === 0 ? "none" : rows.length}`, ...tableLines(rows as readonly Answer[])];
  });
  const next = typeof safe["next"] === "string" ? ["", `There are more: --after ${safe["next"]}`] : [];
  return `${[...facts, ...tables, ...next, "", basisText(safe as unknown as AnswerBasis)].join("\n").trim()}\n`;
}

/** The main list of an answer, RFC 4180; no cell is taken for a formula. */
export function renderAnswerCsv(answer: Answer): string {
  const name = lists.find((list) => Array.isArray(ownValue(answer, list))) ?? "rows";
  const rows = (ownValue(answer, name) ?? []) as readonly Answer[];
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return [columns, ...rows.map((row) => columns.map((column) => cellText(ownValue(escapeReport(row), column))))]
    .map((cells) => `${cells.map(csvCell).join(",")}\n`)
    .join("");
}

function tableLines(rows: readonly Answer[]): string[] {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))].filter((column) => column !== "evidence");
  const cells = rows.map((row) => columns.map((column) => cut(cellText(ownValue(row, column)))));
  const widths = columns.map((column, index) =>
    Math.max(column.length, ...cells.map((line) => line[index]?.length ?? 0)),
  );
  return [columns, ...cells].map((line) =>
    `  ${line.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join("  ")}`.trimEnd(),
  );
}

function cut(text: string): string {
  return text.length > maxWidth ? `${text.slice(0, maxWidth - 1)}…` : text;
}

function cellText(value: unknown): string {
  if (value === undefined || value === null) return "";
  if (Array.isArray(value)) return value.map(cellText).join(" ");
  return typeof value === "object" ? JSON.stringify(value) : String(value as string | number | boolean);
}
