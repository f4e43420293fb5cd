import type { PackageInfo } from "../../domain/image/image-info.ts";
import type { ScannerFinding } from "../../domain/report/scanner-report.ts";
import { asNamed, sameVersion, typeOfPurl } from "./same-package.ts";

/** Our data that explain a difference. */
export interface Grounds {
  readonly packages: readonly PackageInfo[];
  /** What our advisories say of a vulnerability in a package that they did not report: a sentence without its full stop, and whether they deny it. */
  readonly said?: (id: string, found: PackageInfo) => { readonly text: string; readonly denied: boolean } | undefined;
  /** Why nothing can be looked up for a package: `there is no shard npm`. */
  readonly gap?: (found: PackageInfo) => string | undefined;
  /** Purl of the distribution's package that owns a path. */
  readonly ownerAt?: (path: string) => string | undefined;
  /** ISO date of our data. */
  readonly date?: string;
}

export interface Reason {
  /** A sentence without its full stop. */
  readonly why: string;
  /** The vendor states that the package is not affected. */
  readonly denied: boolean;
  /** The package as we have it. */
  readonly here?: PackageInfo;
}

/** Why only the other scanner reports it; `sameNamePackages` are our packages of that name. */
export function whyOnlyTheirs(
  { vulnerability, type }: ScannerFinding,
  sameNamePackages: readonly PackageInfo[],
  { said, gap, ownerAt, date }: Grounds,
): Reason {
  const installedPackage = sameNamePackages.find((packageInfo) => sameVersion(asNamed(packageInfo), vulnerability));
  const reasonOf = (text: string, denied = false): Reason => ({
    why: text,
    denied,
    ...(installedPackage === undefined ? {} : { here: installedPackage }),
  });
  if (installedPackage === undefined) {
    const owner = vulnerability.path.startsWith("/") ? ownerAt?.(vulnerability.path) : undefined;
    if (owner !== undefined && typeOfPurl(owner) !== type)
      return reasonOf(`its files belong to ${owner}, of which the distribution's own advisories speak`, true);
    const [firstPackage] = sameNamePackages;
    return reasonOf(
      firstPackage === undefined
        ? "no such package was found here"
        : `here it is ${firstPackage.version} (${firstPackage.path})`,
    );
  }
  if (installedPackage.declared === true)
    return reasonOf(`only the lock file ${installedPackage.path} names it, nothing says that it is installed`);
  for (const id of [vulnerability.id, ...vulnerability.aliases]) {
    const words = said?.(id, installedPackage);
    if (words !== undefined) return reasonOf(words.text, words.denied);
  }
  const gapText = gap?.(installedPackage);
  if (gapText !== undefined) return reasonOf(gapText);
  if (date !== undefined && vulnerability.published !== undefined && vulnerability.published > date)
    return reasonOf(`it was published on ${vulnerability.published}, our advisories are of ${date}`);
  return reasonOf(
    `our advisories do not name it for ${installedPackage.source?.name ?? installedPackage.name}; its source is ${vulnerability.sources.join(", ")}`,
  );
}
