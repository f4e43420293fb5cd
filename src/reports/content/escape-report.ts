import { visible } from "../../dialects/text/visible.ts";

/**
 * The report with all control characters escaped, so that no name, log line or file of a container can control a
 * terminal or reorder a page. Line feeds stay: printing code indents each line. Every format calls it first, so that
 * no part of it can forget.
 */
export function escapeReport<T>(value: T): T {
  if (typeof value === "string") return escapeText(value) as T;
  if (Array.isArray(value)) return value.map((item: unknown) => escapeReport(item)) as T;
  if (typeof value !== "object" || value === null) return value;
  // Callers expect a regular prototype; with fromEntries `__proto__` is a plain key.
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [escapeText(key), escapeReport<unknown>(item)]),
  ) as T;
}

function escapeText(text: string): string {
  return text
    .replaceAll("\r\n", "\n")
    .replaceAll("\t", "  ")
    .split("\n")
    .map((line) => visible(line))
    .join("\n");
}
