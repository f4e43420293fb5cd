import { replaceUnsafe } from "./visible.ts";

/** Values for YAML: omits `undefined`, empty lists and maps with only `undefined`. */
export type YamlValue = string | number | boolean | readonly YamlValue[] | YamlMap;
export interface YamlMap {
  readonly [key: string]: YamlValue | undefined;
}

/**
 * Block style with two spaces per level; quotes texts that YAML 1.1 or 1.2 could parse as another type. Without a final
 * newline.
 */
export function yamlText(value: YamlMap): string {
  return yamlLines(value).join("\n");
}

/** The same, as lines. */
export function yamlLines(value: YamlMap): string[] {
  return Object.entries(value).flatMap(([key, fieldValue]) => {
    if (fieldValue === undefined || isNothing(key, fieldValue)) return [];
    const name = scalar(key);
    if (typeof fieldValue !== "object") return [`${name}: ${scalar(fieldValue)}`];
    const inner = isList(fieldValue) ? listLines(fieldValue) : yamlLines(fieldValue);
    if (!isList(fieldValue) && inner.length === 0) return [`${name}: {}`];
    if (isList(fieldValue) && isWords(key) && fieldValue.every((word) => typeof word !== "object"))
      return [`${name}: [${fieldValue.map((word) => (typeof word === "object" ? "" : scalar(word))).join(", ")}]`];
    return [`${name}:`, ...inner.map((line) => `  ${line}`)];
  });
}

function listLines(items: readonly YamlValue[]): string[] {
  return items.flatMap((item) => {
    if (typeof item !== "object") return [`- ${scalar(item)}`];
    const lines = isList(item) ? listLines(item) : yamlLines(item);
    return lines.map((line, at) => `${at === 0 ? "- " : "  "}${line}`);
  });
}

/** Lists that form one command line are on one line. */
function isWords(key: string): boolean {
  return key === "command" || key === "entrypoint" || key === "args" || key === "test";
}

/** An empty command is meaningful: it disables the image's own. So is a map without keys. */
function isNothing(key: string, value: YamlValue): boolean {
  if (typeof value !== "object") return false;
  if (isList(value)) return value.length === 0 && !isWords(key);
  const fieldValues = Object.values(value);
  return fieldValues.length > 0 && fieldValues.every((one) => one === undefined);
}

function isList(value: YamlValue): value is readonly YamlValue[] {
  return Array.isArray(value);
}

function scalar(value: string | number | boolean): string {
  if (typeof value !== "string") return String(value);
  const plain = /^[A-Za-z_/][A-Za-z0-9_./@-]*$/.test(value);
  const word = /^(?:true|false|yes|no|on|off|null|y|n)$/i.test(value);
  return plain && !word ? value : yamlQuoted(value);
}

/** A YAML double-quoted scalar, which has escapes for all terminal control characters (YAML 1.2 section 5.7). */
export function yamlQuoted(text: string): string {
  const safe = replaceUnsafe(JSON.stringify(text), (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code > 0xffff
      ? String.raw`\U${code.toString(16).padStart(8, "0")}`
      : String.raw`\u${code.toString(16).padStart(4, "0")}`;
  });
  return safe.replaceAll(/##(?=\[|vso\[|teamcity\[)/gi, String.raw`\x23#`);
}
