import { ownValue } from "../../domain/own-value.ts";
import { maskPids, maskTimes } from "./shape.ts";

/** The shape of a JSON value, learned from two responses to the same request. */
export type JsonTemplate =
  | { readonly kind: "fixed"; readonly value: unknown }
  /** The value varied: only its type is known. */
  | { readonly kind: "type"; readonly type: JsonType }
  | { readonly kind: "any" }
  | {
      readonly kind: "object";
      readonly required: ReadonlyMap<string, JsonTemplate>;
      /** Keys in only one of the two. */
      readonly optional: ReadonlySet<string>;
    }
  /** `items` fits each element, where the two differ in length or order; `places` fits them one by one. */
  | { readonly kind: "list"; readonly places: readonly JsonTemplate[] }
  | { readonly kind: "items"; readonly item: JsonTemplate; readonly empty: boolean };

type JsonType = "string" | "number" | "boolean" | "null" | "object" | "list";

/** The value of a text that is a JSON object or list; undefined for all others, a bare number included. */
export function jsonOf(text: string): object | undefined {
  if (!/^\s*[[{]/u.test(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

export function learnJson(a: unknown, b: unknown): JsonTemplate {
  const type = typeOf(a);
  if (type !== typeOf(b)) return { kind: "any" };
  if (Array.isArray(a) && Array.isArray(b)) return learnList(a, b);
  if (isRecord(a) && isRecord(b)) {
    const both = Object.keys(a).filter((key) => Object.hasOwn(b, key));
    const allKeys = new Set([...Object.keys(a), ...Object.keys(b)]);
    return {
      kind: "object",
      required: new Map(
        both.map((key) => [key, ofProcess(key, ownValue(a, key)) ?? learnJson(ownValue(a, key), ownValue(b, key))]),
      ),
      optional: new Set([...allKeys].filter((key) => !both.includes(key))),
    };
  }
  return masked(a) === masked(b) ? { kind: "fixed", value: masked(a) } : { kind: "type", type };
}

/** A template that only compares types. */
export function ofSameType(a: unknown, b: unknown): JsonTemplate {
  const type = typeOf(a);
  return type === typeOf(b) ? { kind: "type", type } : { kind: "any" };
}

/** An init process changes the process ID, though two trials of the original agree on it. */
function ofProcess(key: string, value: unknown): JsonTemplate | undefined {
  return /^p?pid$/iu.test(key) && typeof value === "number" ? { kind: "type", type: "number" } : undefined;
}

function learnList(a: readonly unknown[], b: readonly unknown[]): JsonTemplate {
  if (a.length === b.length) return { kind: "list", places: a.map((value, at) => learnJson(value, b[at])) };
  const [first, ...rest] = [...a, ...b];
  const item = rest.reduce<JsonTemplate>((known, value) => widen(known, value), learnJson(first, first));
  return { kind: "items", item, empty: a.length === 0 || b.length === 0 };
}

/** The narrowest template that fits `value` and everything that `template` fits. */
function widen(template: JsonTemplate, value: unknown): JsonTemplate {
  if (difference(template, value, "") === undefined) return template;
  if (template.kind === "object" && isRecord(value)) {
    const commonKeys = [...template.required].filter(([key]) => Object.hasOwn(value, key));
    const lost = [...template.required.keys()].filter((key) => !Object.hasOwn(value, key));
    const fresh = Object.keys(value).filter((key) => !template.required.has(key));
    return {
      kind: "object",
      required: new Map(commonKeys.map(([key, template]) => [key, widen(template, ownValue(value, key))])),
      optional: new Set([...template.optional, ...lost, ...fresh]),
    };
  }
  if (template.kind === "fixed" && typeOf(template.value) === typeOf(value))
    return { kind: "type", type: typeOf(value) };
  return { kind: "any" };
}

/**
 * The first difference between `value` and the template, for a message; undefined if it fits. `path` is its location:
 * `$.items[0]`.
 */
export function difference(template: JsonTemplate, value: unknown, path = "$"): string | undefined {
  switch (template.kind) {
    case "any":
      return undefined;
    case "fixed":
      return masked(value) === template.value
        ? undefined
        : `${path} is ${excerptOf(value)}, not ${excerptOf(template.value)}`;
    case "type":
      return typeOf(value) === template.type ? undefined : `${path} is ${excerptOf(value)}, not a ${template.type}`;
    case "object": {
      if (!isRecord(value)) return `${path} is ${excerptOf(value)}, not an object`;
      for (const [key, inner] of template.required) {
        if (!Object.hasOwn(value, key)) return `${path}.${key} is missing`;
        const problem = difference(inner, ownValue(value, key), `${path}.${key}`);
        if (problem !== undefined) return problem;
      }
      const unknown = Object.keys(value).find((key) => !template.required.has(key) && !template.optional.has(key));
      return unknown === undefined ? undefined : `${path}.${unknown} is new`;
    }
    case "list":
    case "items":
      return listDifference(template, value, path);
  }
}

function listDifference(
  template: Extract<JsonTemplate, { kind: "list" | "items" }>,
  value: unknown,
  path: string,
): string | undefined {
  if (!Array.isArray(value)) return `${path} is ${excerptOf(value)}, not a list`;
  if (template.kind === "items") {
    if (value.length === 0 && !template.empty) return `${path} is an empty list`;
    return firstOf(value, (one, at) => difference(template.item, one, `${path}[${at}]`));
  }
  if (value.length !== template.places.length)
    return `${path} has ${value.length} elements, not ${template.places.length}`;
  return firstOf(template.places, (one, at) => difference(one, value[at], `${path}[${at}]`));
}

function firstOf<T>(list: readonly T[], find: (one: T, at: number) => string | undefined): string | undefined {
  for (const [at, element] of list.entries()) {
    const problem = find(element, at);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function typeOf(value: unknown): JsonType {
  if (value === null) return "null";
  if (Array.isArray(value)) return "list";
  const type = typeof value;
  return type === "string" || type === "number" || type === "boolean" ? type : "object";
}

/** Times change by themselves, as text and as seconds since 1970. */
function masked(value: unknown): unknown {
  if (typeof value === "string") return maskPids(maskTimes(value));
  return typeof value === "number" && maskTimes(String(value)) === "<time>" ? "<time>" : value;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeOf(value) === "object";

function excerptOf(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 60 ? `${text.slice(0, 60)}...` : text;
}
