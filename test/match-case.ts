// Packages against statements, for tests of what matches.
import type { Advisory, AdvisoryShard } from "../src/domain/advisory/advisory.ts";
import type { ImageInfo, PackageInfo } from "../src/domain/image/image-info.ts";
import { versionScheme } from "../src/vulnerabilities/version-scheme.ts";
import { matchPackages, type MatchOptions } from "../src/vulnerabilities/matching/match-packages.ts";

export const advisory = (more: Partial<Advisory>): Advisory => ({
  id: "CVE-2024-1",
  aliases: [],
  covers: [],
  package: "p",
  state: "affected",
  ranges: [],
  versions: [],
  vectors: [],
  source: "test",
  ...more,
});
export const upTo = (fixed: string) => [{ introduced: "0", fixed }];
const shardOf = (name: string, advisories: readonly Advisory[]): AdvisoryShard => ({
  name,
  scheme: versionScheme(name)!,
  sources: [],
  packages: 1,
  advisories: advisories.length,
  names: () => new Set(advisories.map((one) => one.package)),
  find: (wanted) => advisories.filter((one) => one.package === wanted),
});
export const pack = (purl: string, more: Partial<PackageInfo> = {}): PackageInfo => {
  const [, name = "", version = ""] = /([^/]+)@([^?#]*)/.exec(purl) ?? [];
  return { purl, name: decodeURIComponent(name), version: decodeURIComponent(version), layer: 0, path: "/x", ...more };
};
export const match = (
  found: PackageInfo | readonly PackageInfo[],
  name: string,
  advisories: readonly Advisory[],
  { os = {}, ...options }: MatchOptions & { os?: ImageInfo["os"] } = {},
) =>
  matchPackages(
    [found].flat() as PackageInfo[],
    os,
    (one) => (one === name ? shardOf(name, advisories) : undefined),
    options,
  );
export const statuses = (...args: Parameters<typeof match>) =>
  match(...args).vulnerabilities.map(({ id, status, fixedIn }) =>
    [id, status, ...(fixedIn === undefined ? [] : [fixedIn])].join(" "),
  );
