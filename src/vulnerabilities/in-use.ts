import type { PackageInfo } from "../domain/image/image-info.ts";
import type { ObservedFiles } from "../domain/workload/observation.ts";
import type { Vulnerability } from "../domain/advisory/vulnerability.ts";
import { compiledFrom, tellsOnly, type FileOwners } from "../facts/packages/file-owners.ts";

type InUse = boolean | "unknown";

/**
 * Whether a run opened files of each package. `false` only if the package's files are known and the run would have
 * shown each read; otherwise `unknown`.
 */
export function inUseOf(
  packages: readonly PackageInfo[],
  { opened, executed, complete, method }: ObservedFiles,
  owners: FileOwners,
): (purl: string, path: string) => InUse {
  const paths = new Set([...opened, ...executed]);
  const used = new Set([...paths].flatMap((path) => (tellsOnly(path) ? [] : (ownerOf(path, owners) ?? []))));
  const packagesByKey = new Map(packages.map((packageInfo) => [keyOf(packageInfo), packageInfo]));
  return (purl, path) => {
    if (method === "none") return "unknown";
    const packageInfo = packagesByKey.get(keyOf({ purl, path }));
    if (packageInfo === undefined || packageInfo.declared === true) return "unknown";
    if (used.has(packageInfo.purl)) return true;
    // Detection of a program uses one of its files: that one shows use, its absence nothing.
    if (purl.startsWith("pkg:generic/") && paths.has(path)) return true;
    const file = wholeFile(packageInfo);
    if (file !== undefined && paths.has(file.path)) return file.alone ? true : "unknown";
    return complete && (file !== undefined || listsItsCode(packageInfo, owners)) ? false : "unknown";
  };
}

export function withUse(
  vulnerabilityList: readonly Vulnerability[],
  use: (purl: string, path: string) => InUse,
): Vulnerability[] {
  return vulnerabilityList.map((vulnerability) => ({
    ...vulnerability,
    inUse: use(vulnerability.purl, vulnerability.path),
  }));
}

/** Limits of the result, as a sentence for people. */
export function useCoverage({ opened, executed, complete, method, reason }: ObservedFiles): string {
  if (method === "none")
    return `It could not be observed which files the workload opened (${reason}), so what is in use is unknown.`;
  const files = new Set([...opened, ...executed]).size;
  const coverage = `The workload opened ${files} file${files === 1 ? "" : "s"}. A package is in use when one of its own is among them; what the workload does not exercise was not seen.`;
  return complete ? coverage : `${coverage} Files may be missing (${reason}), so nothing is said to be unused.`;
}

function ownerOf(path: string, { ownerAt }: FileOwners): string | undefined {
  const source = compiledFrom(path);
  return ownerAt(path) ?? (source === undefined ? undefined : ownerAt(source));
}

/**
 * The single file of a compiled or packed package. A program is linked whole; in a nested archive, opening the inner
 * one is invisible.
 */
function wholeFile({ purl, path }: PackageInfo): { readonly path: string; readonly alone: boolean } | undefined {
  if (!/^pkg:(?:golang|cargo|maven)\//.test(purl)) return undefined;
  const inner = path.indexOf("!/");
  return inner === -1 ? { path, alone: true } : { path: path.slice(0, inner), alone: false };
}

/**
 * Whether the data list all files of the package. A distribution's lists do. Others do if they list code: a Python
 * distribution without RECORD, a gem that comes with Ruby and a lone manifest do not. A runtime is detected by one of
 * its several files.
 */
function listsItsCode({ purl, path, files }: PackageInfo, { hasCode }: FileOwners): boolean {
  if (files === undefined || purl.startsWith("pkg:generic/")) return false;
  if (/^pkg:(?:deb|rpm|apk)\//.test(purl)) return true;
  return hasCode(purl) && !path.includes("/specifications/default/");
}

function keyOf({ purl, path }: Pick<PackageInfo, "purl" | "path">): string {
  return `${purl}\n${path}`;
}
