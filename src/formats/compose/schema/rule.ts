import type { ComposeVersion } from "../compose-version.ts";

/** Types of a value, as the schema of the Compose specification names them. */
export type Kind = "string" | "number" | "integer" | "boolean" | "null" | "array" | "object";

/** Requirements of the Compose specification's schema for a value, before short forms are expanded. */
export interface Rule {
  readonly types?: readonly Kind[];
  readonly allowed?: readonly string[];
  /** Unanchored, as it is printed. */
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly required?: readonly string[];
  /** At least one of these. */
  readonly requiredOne?: readonly string[];
  /** Keys of a map. */
  readonly keys?: Readonly<Record<string, Rule>>;
  /** Keys that a person names. */
  readonly named?: { readonly names: RegExp; readonly rule: Rule };
  /** No other key may be there; `x` lets those pass that begin with `x-`. */
  readonly closed?: "x" | "all";
  readonly items?: Rule;
  readonly unique?: boolean;
  /** Exactly one must hold. */
  readonly oneOf?: readonly Rule[];
  /** The key is unknown to older versions. */
  readonly since?: ComposeVersion;
  /** The rule of older versions: up to and including `until`. */
  readonly before?: { readonly until: ComposeVersion; readonly rule: Rule };
}

export function types(...kinds: readonly Kind[]): Rule {
  return { types: kinds };
}

export function listOf(items: Rule, unique = false): Rule {
  return { types: ["array"], items, ...(unique && { unique }) };
}

/** A map with these keys and `x-` ones. */
export function mapOf(keys: Readonly<Record<string, Rule>>, ...required: readonly string[]): Rule {
  return { types: ["object"], keys, closed: "x", ...(required.length > 0 && { required }) };
}

export function oneOf(...rules: readonly Rule[]): Rule {
  return { oneOf: rules };
}

export function since(version: ComposeVersion, rule: Rule): Rule {
  return { ...rule, since: version };
}

export const text = types("string");
export const flag = types("boolean", "string");
export const amount = types("number", "string");
export const whole = types("integer", "string");
export const texts = listOf(text);
/** A text, or a list of them, each once. */
export const textOrTexts = oneOf(text, listOf(text, true));
/** `k=v` lines or a map. */
export const pairs = oneOf(
  {
    types: ["object"],
    named: { names: /./, rule: types("string", "number", "boolean", "null") },
    closed: "all",
  },
  listOf(text, true),
);
/** Options of a driver. */
export const options: Rule = { types: ["object"], named: { names: /./, rule: types("string", "number") } };
/** Names of services, networks and the like. */
export const names = /^[a-zA-Z0-9._-]+$/;
