import { ownValue, putOwn } from "../../../domain/own-value.ts";
import { isObject, listOf } from "../../json/values.ts";
import type { JsonObject } from "../../json/json-document.ts";
import type { References } from "./references.ts";

/** Schemas may refer to themselves. */
const maxDepth = 6;
const maxProperties = 100;
const maxText = 2000;

/** Values that a document states as examples, or that its schemas allow. Text of `{{client}}` differs for each client. */
export interface Sampler {
  /** `name` is that of the field, `depth` how far it is inside. */
  value(schema: unknown, name?: string, depth?: number): unknown;
}

/** What the value of a field is called for: a login has to send again what a registration sent. */
export type NamedValue = (name: string, schema: JsonObject) => unknown;

export function openSampler({ resolve }: References, named: NamedValue = () => undefined): Sampler {
  const sampler: Sampler = { value: sample };
  return sampler;

  function sample(rawSchema: unknown, name = "", depth = 0): unknown {
    const schema = merged(resolve(rawSchema), depth);
    const special = named(name, schema);
    if (special !== undefined) return special;
    const stated = statedExample(schema);
    if (stated !== undefined) return stated;
    const [alternative] = [...listOf(schema["oneOf"]), ...listOf(schema["anyOf"])].filter(
      (one) => !isNull(resolve(one)),
    );
    if (alternative !== undefined && depth < maxDepth) return sample(alternative, name, depth + 1);
    const types = [schema["type"]].flat().filter((one) => one !== "null");
    const type =
      types[0] ?? (isObject(schema["properties"]) ? "object" : schema["items"] === undefined ? "string" : "array");
    if (type === "object") return sampleObject(schema, depth);
    if (type === "array") return sampleArray(schema, name, depth);
    if (type === "boolean") return true;
    if (type === "integer" || type === "number") return sampleNumber(schema, type === "integer");
    return sampleText(schema, name);
  }

  /** `allOf` is all of them at once. */
  function merged(schema: JsonObject, depth: number): JsonObject {
    const parts = listOf(schema["allOf"]);
    if (parts.length === 0 || depth > maxDepth) return schema;
    const all = parts.slice(0, maxProperties).map((part) => merged(resolve(part), depth + 1));
    const properties = Object.fromEntries(
      [...all, schema].flatMap((part) => Object.entries(part["properties"] ?? {})),
    ) as JsonObject;
    const required = [...all, schema].flatMap((one) => listOf(one["required"]));
    return {
      ...Object.fromEntries(all.flatMap((part) => Object.entries(part))),
      ...schema,
      allOf: undefined,
      // A text that only got a description has none.
      ...(Object.keys(properties).length > 0 && { properties, required, type: "object" }),
    };
  }

  function sampleObject(schema: JsonObject, depth: number): unknown {
    const properties = isObject(schema["properties"]) ? schema["properties"] : {};
    const required = new Set(listOf(schema["required"]));
    const value: Record<string, unknown> = {};
    for (const [key, raw] of Object.entries(properties).slice(0, maxProperties)) {
      const property = resolve(raw);
      if (property["readOnly"] === true || key === "__proto__") continue;
      // Optional fields end a schema that refers to itself.
      if (depth >= maxDepth || (depth >= 2 && !required.has(key))) continue;
      putOwn(value, key, sample(raw, key, depth + 1));
    }
    return value;
  }

  function sampleArray(schema: JsonObject, name: string, depth: number): unknown {
    if (depth >= maxDepth) return [];
    const count = Math.min(Math.max(1, Number(schema["minItems"] ?? 1) || 1), 10);
    return Array.from({ length: count }, () => sample(schema["items"], name, depth + 1));
  }
}

function statedExample(schema: JsonObject): unknown {
  const [first] = listOf(schema["examples"]);
  const [option] = listOf(schema["enum"]);
  for (const value of [schema["example"], first, schema["const"], schema["default"], option])
    if (value !== undefined && value !== null) return value;
  return undefined;
}

function isNull({ type }: JsonObject): boolean {
  return type === "null";
}

function sampleNumber(schema: JsonObject, isInteger: boolean): number {
  const step = Number(schema["multipleOf"]) || (isInteger ? 1 : 0);
  const low = schema["minimum"] ?? schema["exclusiveMinimum"];
  const high = schema["maximum"] ?? schema["exclusiveMaximum"];
  const isOpen = typeof schema["exclusiveMinimum"] === "number" || schema["exclusiveMinimum"] === true;
  let value = typeof low === "number" ? low + (isOpen ? (isInteger ? 1 : 0.5) : 0) : 1;
  if (typeof low !== "number" && typeof high === "number" && high < 1) value = high - 1;
  return step > 0 ? Math.ceil(value / step) * step : value;
}

/** By `format` (JSON Schema validation, section 7.3). */
const formats: Readonly<Record<string, string>> = {
  date: "2026-01-15",
  "date-time": "2026-01-15T12:00:00Z",
  time: "12:00:00Z",
  email: "user{{client}}@example.com",
  uuid: "00000000-0000-4000-8000-000000000001",
  uri: "http://localhost/",
  url: "http://localhost/",
  hostname: "localhost",
  ipv4: "127.0.0.1",
  ipv6: "::1",
  byte: "aGVsbG8=",
};

function sampleText(schema: JsonObject, name: string): string {
  const format = typeof schema["format"] === "string" ? ownValue(formats, schema["format"]) : undefined;
  if (format !== undefined) return format;
  const byPattern = typeof schema["pattern"] === "string" ? sampleOfPattern(schema["pattern"]) : undefined;
  if (byPattern !== undefined) return byPattern;
  const min = Math.min(Number(schema["minLength"] ?? 0) || 0, maxText);
  const max = Number(schema["maxLength"] ?? maxText) || maxText;
  const text = /e-?mail/iu.test(name) ? "user{{client}}@example.com" : name === "" ? "text" : `a ${name.toLowerCase()}`;
  return text.padEnd(min, "x").slice(0, /\{\{/u.test(text) ? undefined : max);
}

/** Of the commonest patterns: one class of letters and its count, `^[A-Z]{3}$`. */
function sampleOfPattern(pattern: string): string | undefined {
  const [, classText, digit, count] =
    /^\^?(?:\[([^\]^\\]{1,100})\]|(\\d))(?:\{(\d{1,3})(?:,\d{0,3})?\}|[+*])\$?$/u.exec(pattern) ?? [];
  const letter = digit === undefined ? classText?.[0] : "1";
  return letter === undefined ? undefined : letter.repeat(Math.min(Number(count ?? 3), 100));
}
