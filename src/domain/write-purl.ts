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
  const folders = (lowerNamespace.has(type) ? namespace?.toLowerCase() : namespace)?.split("/") ?? [];
  const path = folders.filter((part) => part !== "").map((part) => `${withColons(part)}/`);
  const at = version.trim() === "" ? "" : `@${withColons(version.trim())}`;
  return `pkg:${type}/${path.join("")}${encoded(nameOf(type, name.trim()))}${at}${query(qualifiers)}`;
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

/** Sorted by key; values as forms have them, but a space is `%20`. */
function query(qualifiers: Readonly<Record<string, string | undefined>>): string {
  const pairs = new URLSearchParams();
  for (const [key, value = ""] of Object.entries(qualifiers)) if (value.trim() !== "") pairs.set(key, value.trim());
  pairs.sort();
  return pairs.size === 0 ? "" : `?${pairs.toString().replaceAll("+", "%20")}`;
}
