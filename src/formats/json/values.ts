import type { JsonObject } from "./json-document.ts";

/** Readers of untrusted values: a value of an unexpected kind counts as absent. */

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function objectOf(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Without the white space around it; undefined for none and for an empty one. */
export function textOf(value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  const text = value.trim();
  return text === "" ? undefined : text;
}

export function textsOf(value: unknown): readonly string[] {
  return listOf(value).flatMap((element) => textOf(element) ?? []);
}
