import { fitsWildcard } from "../../text/wildcard.ts";
import type { Evidence } from "../../domain/finding/finding.ts";
import type { PackageInfo } from "../../domain/image/image-info.ts";

/** The entry of a deny list that names the package: by its name, or by its purl with or without qualifiers. */
export function deniedBy({ name, purl }: PackageInfo, entries: readonly string[]): string | undefined {
  const plainPurl = purl.replace(/[?#].*$/s, "");
  return entries.find((entry) =>
    entry.startsWith("pkg:") ? fitsWildcard(entry, plainPurl) || fitsWildcard(entry, purl) : fitsWildcard(entry, name),
  );
}

/**
 * The entry that names one of the licenses, where none of them can be chosen instead: `MIT OR GPL-3.0-only` leaves a choice,
 * `MIT AND GPL-3.0-only` none. Free text is compared as a whole, and never split.
 */
export function deniedLicense(license: string, entries: readonly string[]): string | undefined {
  // npm writes `(MIT OR GPL-3.0-only)`. Where brackets mean more, every name in them counts.
  const plainLicense = license.trim().replace(/^\(([^()]*)\)$/, "$1");
  const choices =
    plainLicense.length > 10_000 || /[()]/.test(plainLicense)
      ? [plainLicense]
      : plainLicense.split(" OR ").map((choice) => choice.trim());
  const hits = choices.map((choice) => {
    const names = [choice, ...choice.split(/ +AND +| +WITH +|[\s()]+/)].map((part) => part.toLowerCase());
    return entries.find((entry) => names.some((name) => fitsWildcard(entry.toLowerCase(), name)));
  });
  return hits.every((hit) => hit !== undefined) ? hits[0] : undefined;
}

export function packageEvidence({ purl, version }: PackageInfo): Evidence {
  return { kind: "package", purl, installed: version };
}
