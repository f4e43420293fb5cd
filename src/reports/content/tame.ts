import { visible } from "../../emit/text/visible.ts";

/**
 * The same report with every control character in it written out, so that no name, log line or file from a container
 * can steer a terminal or reorder a page. Line feeds stay: who prints them indents each line. Done once at the door of a
 * format, so that no part of it can forget.
 */
export function tame<T>(value: T): T {
  if (typeof value === "string") return tameText(value) as T;
  if (Array.isArray(value)) return value.map((item: unknown) => tame(item)) as T;
  if (typeof value !== "object" || value === null) return value;
  // A null prototype would surprise; `__proto__` as a key is plain data with fromEntries.
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [tameText(key), tame<unknown>(item)])) as T;
}

function tameText(text: string): string {
  return text
    .replaceAll("\r\n", "\n")
    .replaceAll("\t", "  ")
    .split("\n")
    .map((line) => visible(line))
    .join("\n");
}
