import type { PackageInfo } from "../../domain/image.ts";
import type { ObservedFiles } from "../../domain/observation.ts";
import type { Vulnerability } from "../../domain/vulnerability.ts";

/**
 * Whether the workload opened a file of each package. `unknown` where the package's files are not known, or where what was watched does not
 * prove that a file was left alone: `false` is only said when everything would have been seen.
 */
export function inUseOf(
  packages: readonly PackageInfo[],
  opened: Pick<ObservedFiles, "opened" | "complete">,
  /** Purl of the package that owns what shows at a path. */
  ownerAt: (path: string) => string | undefined,
): (purl: string, path: string) => boolean | "unknown" {
  const used = new Set(opened.opened.flatMap((path) => ownerAt(path) ?? []));
  const paths = new Set(opened.opened);
  const known = new Set(packages.flatMap(({ purl, files }) => (files === undefined ? [] : [purl])));
  return (purl, path) => {
    // A program or an archive is a package's only file: `app.jar!/lib/x.jar` lies in `app.jar`.
    const file = path.split("!/")[0] ?? path;
    if (used.has(purl) || paths.has(file)) return true;
    return opened.complete && (known.has(purl) || isWhole(purl)) ? false : "unknown";
  };
}

/** Packages that are read out of the very file that is executed or loaded. */
function isWhole(purl: string): boolean {
  return /^pkg:(?:golang|cargo|maven|generic)\//.test(purl);
}

export function withUse(
  all: readonly Vulnerability[],
  use: (purl: string, path: string) => boolean | "unknown",
): Vulnerability[] {
  return all.map((flaw) => ({ ...flaw, inUse: use(flaw.purl, flaw.path) }));
}
