import { listOf } from "../json/values.ts";
/** Reading values of which nothing is known yet: each answers what fits, and undefined or nothing for all else. */
export type Fields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {};
}

/** A text that is not empty, without blanks around it. Longer than `maxLength` characters, or not Unicode: undefined. */
export function textOf(value: unknown, maxLength = 1_024): string | undefined {
  if (typeof value !== "string" || value.length > maxLength || !value.isWellFormed()) return undefined;
  const text = value.trim();
  return text === "" ? undefined : text;
}

/** The texts of a list, and a lone text as a list of one. */
export function textsOf(value: unknown): string[] {
  const values = typeof value === "string" ? [value] : listOf(value);
  return values.map((text) => textOf(text)).filter((element) => element !== undefined);
}

/** The day of an ISO date or time. */
export function dayOf(value: unknown): string | undefined {
  const day = typeof value === "string" ? /^\d{4}-\d\d-\d\d(?=$|[T ])/.exec(value)?.[0] : undefined;
  // The year 1 is how Go writes that there is no date.
  return day === undefined || day < "1970" || Number.isNaN(Date.parse(day)) ? undefined : day;
}

/** Each text once, sorted. */
export function sorted(texts: Iterable<string>): string[] {
  return [...new Set(texts)].sort();
}
