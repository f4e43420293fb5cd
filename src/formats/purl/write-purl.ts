import { ownValue } from "../../domain/own-value.ts";

/**
 * A package URL in its canonical form (https://github.com/package-url/purl-spec, PURL-SPECIFICATION.rst and PURL-TYPES.rst). Qualifiers that are
 * undefined or empty are left out. What a type's own rules do not foresee (a Go version such as `v1.0`) is written all the same: the package
 * is there. A `+` is always written `%2B`, as the specification asks; some readers make a space of a bare one.
 */
export function writePurl(
  type: string,
  namespace: string | undefined,
  name: string,
  version: string,
  qualifiers: Readonly<Record<string, string | undefined>> = {},
): string {
  const folders = namespace === undefined ? "" : path(lowerNamespace.has(type) ? namespace.toLowerCase() : namespace);
  const plain = version.trim();
  const at = plain === "" ? "" : `@${withColons(plain)}`;
  return `pkg:${type}/${folders}${encoded(nameOf(type, name.trim()))}${at}${query(qualifiers)}`;
}

function path(namespace: string): string {
  let text = "";
  for (const part of namespace.split("/")) if (part !== "") text += `${withColons(part)}/`;
  return text;
}

const lowerNamespace = new Set(["apk", "composer", "deb", "github", "hex", "npm", "pypi", "rpm"]);
const lowerName = new Set(["apk", "composer", "deb", "github", "hex", "npm", "oci", "pub", "pypi"]);

function nameOf(type: string, name: string): string {
  const lower = lowerName.has(type) ? name.toLowerCase() : name;
  if (type === "pypi") return lower.replaceAll("_", "-");
  return type === "pub" ? lower.replaceAll("-", "_") : lower;
}

function encoded(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

function withColons(text: string): string {
  return encoded(text).replaceAll("%3A", ":");
}

/**
 * Sorted by key; in values all but letters, digits, `.-_~` and the colon is percent-encoded (ECMA-427, 5.4 and 5.6.6; PURL-SPECIFICATION.rst,
 * "Character encoding").
 */
function query(qualifiers: Readonly<Record<string, string | undefined>>): string {
  let text = "";
  for (const key of Object.keys(qualifiers).sort()) {
    const value = ownValue(qualifiers, key)?.trim() ?? "";
    if (value !== "") text += `${text === "" ? "?" : "&"}${key}=${qualifierValue(value)}`;
  }
  return text;
}

/** A value as it is written: all but letters, digits, `.-_~` and the colon percent-encoded. */
export function qualifierValue(value: string): string {
  return withColons(value).replaceAll(/[!'()*]/g, percent);
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
