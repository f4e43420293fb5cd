import { byKey } from "../../text/by-key.ts";
import { shellQuote } from "./shell-quote.ts";

/** `quoted`: the value is a complete shell word. */
export type Flag = readonly [flag: string, value?: string, quoted?: true];

/** A flag with its value, ready for a POSIX shell. */
export function flagText([flag, value, quoted]: Flag): string {
  return value === undefined ? flag : `${flag} ${quoted === true ? value : shellQuote(value)}`;
}

/** A flag for a defined value. */
export function optional(flag: string, value: string | number | undefined): Flag[] {
  return value === undefined ? [] : [[flag, String(value)]];
}

/** A flag without a value. */
export function flagIf(isSet: boolean | undefined, flag: string): Flag[] {
  return isSet === true ? [[flag]] : [];
}

export function each(flag: string, values: readonly string[] = []): Flag[] {
  return values.map((value): Flag => [flag, value]);
}

export function byName(record: Readonly<Record<string, string>> = {}): (readonly [string, string])[] {
  return Object.entries(record).sort(byKey);
}
