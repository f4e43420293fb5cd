import { PackageURL } from "packageurl-js";
import type { ImageInfo } from "../../domain/image.ts";
import type { Ecosystem, FoundPackage } from "./ecosystem.ts";

/** The purl of a package that was found; a distribution's gets the distribution as namespace and `distro` (purl-spec, deb, apk, rpm). */
export function packagePurl(ecosystem: Ecosystem, found: FoundPackage, os: ImageInfo["os"]): string {
  const { namespace, qualifiers, purlType, name, purlName = name, version } = found;
  const type = purlType ?? ecosystem.type;
  if (ecosystem.distribution !== true) return purl(type, namespace, purlName, version, qualifiers);
  const distro = os.id === undefined || os.versionId === undefined ? undefined : `${os.id}-${os.versionId}`;
  const vendor = namespace ?? os.id ?? vendors[type];
  return purl(type, vendor, purlName, version, { ...qualifiers, distro });
}

const vendors: Readonly<Record<string, string>> = { deb: "debian", apk: "alpine" };

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
  try {
    return new PackageURL(type, namespace, name, version, known, undefined).toString().replaceAll("+", "%2B");
  } catch {
    // The library refuses what a type's own rules do not foresee (a Go version such as `v1.0`). The package is there all the same.
    const parts = [type, ...(namespace?.split("/") ?? []), name].map(encodeURIComponent).join("/");
    const more = new URLSearchParams(known).toString();
    return `pkg:${parts}@${encodeURIComponent(version)}${more === "" ? "" : `?${more}`}`;
  }
}
