import { yamlLines, yamlQuoted, type YamlMap, type YamlValue } from "../../text/yaml-text.ts";
import { below } from "../../text/below.ts";

/** Compose would substitute a variable at `$`. */
export function doubled(text: string): string {
  return text.replaceAll("$", "$$$$");
}

export function quoted(text: string): string {
  return yamlQuoted(doubled(text));
}

/** A name defined by Compose, the kernel or the engine, which needs no quotes. */
export function plain(text: string): string {
  return /^[A-Za-z][A-Za-z0-9_+]{3,}$/.test(text) && !/^(?:true|false|null)$/i.test(text) ? text : quoted(text);
}

export function optional(key: string, value: string | number | undefined): string[] {
  return value === undefined ? [] : [`${key}: ${value}`];
}

/** A key whose text is quoted. */
export function text(key: string, value: string | undefined): string[] {
  return optional(key, value === undefined ? undefined : quoted(value));
}

/** A key with its nested lines; empty without any. */
export function nested(key: string, map: YamlMap | undefined): string[] {
  return map === undefined ? [] : below(key, yamlLines(withoutVariables(map) as YamlMap));
}

/** The lines of one item of a list. */
export function itemLines(map: YamlMap): string[] {
  return yamlLines(withoutVariables(map) as YamlMap);
}

function withoutVariables(value: YamlValue): YamlValue {
  if (typeof value === "string") return doubled(value);
  if (typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map((item: YamlValue) => withoutVariables(item));
  return Object.fromEntries(
    Object.entries(value as YamlMap).map(([key, item]) => [key, item === undefined ? item : withoutVariables(item)]),
  );
}
