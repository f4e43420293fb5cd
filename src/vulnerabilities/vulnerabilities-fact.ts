import type { SupportLimit } from "../domain/advisory/advisory.ts";
import type { ImageInfo } from "../domain/image/image-info.ts";
import type { Vulnerability } from "../domain/advisory/vulnerability.ts";
import { byUrgency } from "./severity-order.ts";
import { sourceFinder } from "./source-of.ts";

export interface KnownVulnerability extends Vulnerability {
  /** The source package it was built from, or its own name: one update fixes all packages of a source. */
  readonly source: string;
}

/** Vulnerabilities of an image's packages by the advisories; missing without any. */
export interface VulnerabilitiesFact {
  /** Unsuppressed ones, the most urgent first. */
  readonly openVulnerabilities: readonly KnownVulnerability[];
  /** Packages for which there were no advisories; sentences without their full stop. */
  readonly gaps: readonly string[];
  /** Installed source packages that their distribution does not support, or not fully. */
  readonly unsupported: readonly (SupportLimit & {
    readonly installed: string;
    readonly layer: number;
    readonly path: string;
  })[];
}

export function vulnerabilitiesFact(
  vulnerabilityList: readonly Vulnerability[],
  packages: ImageInfo["packages"],
  gaps: readonly string[],
  support: readonly SupportLimit[] = [],
): VulnerabilitiesFact {
  const sourceOf = sourceFinder(packages);
  const limits = new Map(support.map((limit) => [limit.package, limit]));
  const unsupported = packages.flatMap((packageInfo) => {
    const limit = limits.get(packageInfo.source?.name ?? packageInfo.name);
    if (limit === undefined || !/^pkg:(?:deb|apk|rpm)\//.test(packageInfo.purl)) return [];
    return [
      {
        ...limit,
        installed: packageInfo.source?.version ?? packageInfo.version,
        layer: packageInfo.layer,
        path: packageInfo.path,
      },
    ];
  });
  const uniqueUnsupported = new Map(unsupported.map((one) => [one.package, one]));
  return {
    openVulnerabilities: vulnerabilityList
      .filter(({ suppressed }) => suppressed === undefined)
      .sort(byUrgency)
      .map((vulnerability) => ({ ...vulnerability, source: sourceOf(vulnerability).name })),
    gaps,
    unsupported: [...uniqueUnsupported.values()].sort((a, b) =>
      a.package < b.package ? -1 : a.package > b.package ? 1 : 0,
    ),
  };
}
