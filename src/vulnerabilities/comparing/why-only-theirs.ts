import type { PackageInfo } from "../../domain/image/image-info.ts";
import type { ScannerFinding } from "../../domain/report/scanner-report.ts";
import { asNamed, sameVersion, typeOfPurl } from "./same-package.ts";

/** What we know that explains a difference. */
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
  /** The vendor says that it is no vulnerability of the package. */
  readonly denied: boolean;
  /** The package as we have it. */
  readonly here?: PackageInfo;
}

/** Why only the other scanner reports it; `same` are our packages of that name. */
export function whyOnlyTheirs(
  { vulnerability, type }: ScannerFinding,
  same: readonly PackageInfo[],
  { said, gap, ownerAt, date }: Grounds,
): Reason {
  const here = same.find((one) => sameVersion(asNamed(one), vulnerability));
  const told = (why: string, denied = false): Reason => ({ why, denied, ...(here === undefined ? {} : { here }) });
  if (here === undefined) {
    const owner = vulnerability.path.startsWith("/") ? ownerAt?.(vulnerability.path) : undefined;
    if (owner !== undefined && typeOfPurl(owner) !== type)
      return told(`its files belong to ${owner}, of which the distribution's own advisories speak`, true);
    const [other] = same;
    return told(other === undefined ? "no such package was found here" : `here it is ${other.version} (${other.path})`);
  }
  if (here.declared === true)
    return told(`only the lock file ${here.path} names it, nothing says that it is installed`);
  for (const id of [vulnerability.id, ...vulnerability.aliases]) {
    const words = said?.(id, here);
    if (words !== undefined) return told(words.text, words.denied);
  }
  const missing = gap?.(here);
  if (missing !== undefined) return told(missing);
  if (date !== undefined && vulnerability.published !== undefined && vulnerability.published > date)
    return told(`it was published on ${vulnerability.published}, our advisories are of ${date}`);
  return told(
    `our advisories do not name it for ${here.source?.name ?? here.name}; its source is ${vulnerability.sources.join(", ")}`,
  );
}
