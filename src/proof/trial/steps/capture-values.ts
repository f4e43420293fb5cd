import { ownValue } from "../../../domain/own-value.ts";
import type { Capture } from "../../../domain/workload/http-parts.ts";
import { withPattern } from "../../../sources/bounded/with-pattern.ts";

export interface CapturedAnswer {
  readonly body: string;
  /** In lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  /** The body is longer than what was read. */
  readonly isCut: boolean;
}

/** Maximum length: longer values are not ids. */
const maxLength = 8192;

/** The value, or the reason why it is missing. Throws `Failure` (`timed-out`) for a pattern that takes too long. */
export function captureValue(
  from: Capture,
  answer: CapturedAnswer,
): { readonly value: string } | { readonly problem: string } {
  const value = read(from, answer);
  if (value === undefined) {
    const cut = answer.isCut && !("header" in from) && !("cookie" in from) ? ", of which only the start was read" : "";
    return { problem: `the answer has no ${describe(from)}${cut}` };
  }
  return value.length > maxLength ? { problem: `${describe(from)} is longer than ${maxLength} letters` } : { value };
}

function read(from: Capture, { body, headers, cookies }: CapturedAnswer): string | undefined {
  if ("header" in from) return ownValue(headers, from.header.toLowerCase());
  if ("cookie" in from)
    return cookies.map((line) => cookieOf(line, from.cookie)).findLast((value) => value !== undefined);
  if ("pattern" in from) {
    const match = withPattern(from.pattern, () => new RegExp(from.pattern, "us").exec(body));
    return match === null ? undefined : (match[1] ?? match[0]);
  }
  return jsonValue(body, from.json);
}

function cookieOf(line: string, name: string): string | undefined {
  const [pair = ""] = line.split(";", 1);
  const at = pair.indexOf("=");
  return at > 0 && pair.slice(0, at).trim() === name ? pair.slice(at + 1).trim() : undefined;
}

/** Resolves a JSON pointer (RFC 6901). Objects and arrays are not values. */
function jsonValue(body: string, pointer: string): string | undefined {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return undefined;
  }
  for (const token of pointer.split("/").slice(1)) {
    const key = token.replaceAll("~1", "/").replaceAll("~0", "~");
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = ownValue(value as Record<string, unknown>, key);
  }
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : undefined;
}

function describe(from: Capture): string {
  if ("json" in from) return `value at ${from.json || "its root"}`;
  if ("header" in from) return `header ${from.header}`;
  if ("cookie" in from) return `cookie ${from.cookie}`;
  return `text like /${from.pattern}/`;
}
