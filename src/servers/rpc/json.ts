import { ownValue } from "../../domain/own-value.ts";

/** A JSON value that can be sent. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined };

/** The member of a foreign value at this path; undefined if there is none. */
export function member(value: unknown, ...way: readonly string[]): unknown {
  let at = value;
  for (const key of way) {
    if (typeof at !== "object" || at === null || Array.isArray(at)) return undefined;
    at = ownValue(at as Readonly<Record<string, unknown>>, key);
  }
  return at;
}

export function textAt(value: unknown, ...way: readonly string[]): string | undefined {
  const memberText = member(value, ...way);
  return typeof memberText === "string" ? memberText : undefined;
}

export function listAt(value: unknown, ...way: readonly string[]): readonly unknown[] {
  const memberList = member(value, ...way);
  return Array.isArray(memberList) ? memberList : [];
}
