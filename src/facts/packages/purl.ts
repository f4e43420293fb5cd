import { PackageURL } from "packageurl-js";

/**
 * A package URL (https://github.com/package-url/purl-spec). Qualifiers that are undefined are left out. A `+` is always written `%2B`, as the
 * specification asks and scanners do; the library leaves it bare in versions, and some readers make a space of it.
 */
export function purl(
  type: string,
  namespace: string | undefined,
  name: string,
  version: string,
  qualifiers: Readonly<Record<string, string | undefined>> = {},
): string {
  const known = Object.fromEntries(
    Object.entries(qualifiers).filter((pair): pair is [string, string] => pair[1] !== undefined),
  );
  return new PackageURL(type, namespace, name, version, known, undefined).toString().replaceAll("+", "%2B");
}
