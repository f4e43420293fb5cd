import type { ImageInfo, PendingUpdate, UpdatesInfo } from "../domain/image.ts";
import type { Vulnerability } from "../domain/vulnerability.ts";
import type { AptAnswer } from "../sources/updates/apt.ts";
import { compareDeb } from "../versions/deb.ts";
import { debPurl } from "./packages/deb/purl.ts";

interface ChangelogFix {
  readonly id: string;
  readonly fixedIn: string;
  readonly quote: string;
}

/**
 * The updates that the image's sources offer, each with the CVE ids that its changelog names in entries newer than what is installed.
 * Changelogs count source versions, so those are compared, not the binary ones (`+b1`, own epochs).
 */
export function updatesInfo(answer: AptAnswer, image: Pick<ImageInfo, "packages" | "os">): UpdatesInfo {
  const unread = new Map(answer.unread.map(({ name, reason }) => [name, reason]));
  const pending = answer.upgrades.map((upgrade): PendingUpdate => {
    const { name, architecture, installed, candidate, origin } = upgrade;
    const here =
      answer.installed.find((other) => other.name === name && other.architecture === architecture) ??
      // An update may turn an `amd64` package into an `all` one, and back.
      answer.installed.find((other) => other.name === name && other.version === installed);
    const offered = answer.candidates.find((other) => other.name === name && other.version === candidate);
    const source = offered?.source ?? here?.source ?? name;
    const read = readFixes(answer, source, here?.sourceVersion ?? installed, offered?.sourceVersion ?? candidate);
    if (read.incomplete !== undefined) unread.set(source, read.incomplete);
    return {
      purl: purlOf(image, name, installed, architecture),
      name,
      source,
      installed,
      candidate,
      origin,
      security: /security/i.test(origin),
      cves: read.fixes.map(({ id }) => id),
      fixes: read.fixes,
    };
  });
  return {
    askedAt: answer.askedAt,
    sources: answer.sources,
    pending,
    unread: [...unread]
      .map(([name, reason]) => ({ name, reason }))
      .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)),
  };
}

/** One vulnerability for each package and CVE id that a pending update's changelog says it fixes. */
export function changelogVulnerabilities(updates: UpdatesInfo, image: Pick<ImageInfo, "packages">): Vulnerability[] {
  return updates.pending.flatMap(({ purl, name, fixes, installed, candidate }) => {
    const found = image.packages.find((other) => other.purl === purl);
    return (fixes ?? []).map(({ id, fixedIn, quote }): Vulnerability => ({
      id,
      aliases: [],
      purl,
      name,
      installed,
      fixedIn: candidate,
      status: "fixed",
      // Changelogs name no severity.
      severity: "unknown",
      severitySource: "none",
      sources: ["changelog"],
      layer: found?.layer ?? 0,
      path: found?.path ?? "/var/lib/dpkg/status",
      evidence: `changelog of ${fixedIn}: ${quote}`,
    }));
  });
}

function readFixes(
  answer: AptAnswer,
  source: string,
  installed: string,
  candidate: string,
): { fixes: ChangelogFix[]; incomplete?: string } {
  const changelog = answer.changelogs.find((other) => other.source === source);
  if (changelog === undefined) return { fixes: [] };
  const newer = changelog.entries.filter(
    ({ version }) => compareDeb(version, installed) > 0 && compareDeb(version, candidate) <= 0,
  );
  const fixes = new Map<string, ChangelogFix>();
  // Newest first, so the oldest version that names an id is kept: that is where it was fixed first.
  for (const { version, cves } of newer) {
    for (const { id, quote } of cves) fixes.set(id, { id, fixedIn: version, quote });
  }
  const sorted = [...fixes.values()].sort((a, b) => compareCve(a.id, b.id));
  if (changelog.entries.some(({ version }) => compareDeb(version, installed) <= 0)) return { fixes: sorted };
  const oldest = changelog.entries.at(-1)?.version ?? "";
  const why = changelog.cut ? "it is longer than what is read of it" : "it was shortened by its packager";
  return { fixes: sorted, incomplete: `the changelog goes back to ${oldest} only, ${installed} is installed: ${why}` };
}

/** The same purl as in the list of packages. */
function purlOf(
  image: Pick<ImageInfo, "packages" | "os">,
  name: string,
  version: string,
  architecture: string,
): string {
  const same = image.packages.filter(
    (other) => other.name === name && other.version === version && other.purl.startsWith("pkg:deb/"),
  );
  const known = same.find(({ purl }) => purl.includes(`arch=${architecture}`)) ?? same[0];
  if (known !== undefined) return known.purl;
  const { id, versionId } = image.os;
  return debPurl(name, version, {
    architecture,
    ...(id === undefined ? {} : { namespace: id }),
    ...(id === undefined || versionId === undefined ? {} : { distro: `${id}-${versionId}` }),
  });
}

/** By year, then by number. */
function compareCve(a: string, b: string): number {
  const [, yearA = "", numberA = ""] = a.split("-");
  const [, yearB = "", numberB = ""] = b.split("-");
  return Number(yearA) - Number(yearB) || Number(numberA) - Number(numberB);
}
