import type { ImageInfo, PendingUpdate, UpdatesInfo } from "../../domain/image/image-info.ts";
import { writePurl } from "../../formats/purl/write-purl.ts";
import type { Vulnerability } from "../../domain/advisory/vulnerability.ts";
import type { UpdatesAnswer } from "../../domain/image/updates-answer.ts";
import { orderOf } from "../../versions/order-of.ts";
import { debPurl } from "../packages/deb/purl.ts";

interface ChangelogFix {
  readonly id: string;
  readonly fixedIn: string;
  readonly quote: string;
}

/**
 * The updates that the image's sources offer, each with the CVE ids that its changelog names in entries newer than what is installed.
 * Changelogs count source versions, so those are compared, not the binary ones (`+b1`, own epochs).
 */
export function updatesInfo(answer: UpdatesAnswer, image: Pick<ImageInfo, "packages" | "os">): UpdatesInfo {
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
    const fixes = withNotices(answer, upgrade, read.fixes);
    return {
      purl: purlOf(answer.order, image, name, installed, architecture),
      name,
      source,
      installed,
      candidate,
      origin,
      security: /security/i.test(origin) || fixes.length > read.fixes.length,
      cves: fixes.map(({ id }) => id),
      fixes,
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
      path: found?.path ?? (purl.startsWith("pkg:rpm/") ? "/var/lib/rpm" : "/var/lib/dpkg/status"),
      evidence: `according to the image, changelog of ${fixedIn}: ${quote}`,
    }));
  });
}

/** The ids that the sources' own advisories name for the candidate, beside those of its changelog. */
function withNotices(
  { notices = [] }: UpdatesAnswer,
  { name, architecture, candidate }: UpdatesAnswer["upgrades"][number],
  fixes: readonly ChangelogFix[],
): ChangelogFix[] {
  const own = notices.filter(
    (notice) => notice.name === name && notice.architecture === architecture && notice.candidate === candidate,
  );
  const known = new Map(
    own.map(({ cve, quote }) => [cve, { id: cve, fixedIn: candidate, quote: `updateinfo: ${quote}` }]),
  );
  for (const fix of fixes) known.set(fix.id, fix);
  return [...known.values()].sort((a, b) => compareCve(a.id, b.id));
}

function readFixes(
  answer: UpdatesAnswer,
  source: string,
  installed: string,
  candidate: string,
): { fixes: ChangelogFix[]; incomplete?: string } {
  const changelog = answer.changelogs.find((other) => other.source === source);
  if (changelog === undefined) return { fixes: [] };
  const { compare } = orderOf(answer.order);
  const entries = changelog.entries.map((entry) => ({
    ...entry,
    version: withEpoch(answer.order, entry.version, candidate),
  }));
  // A version that has no place in the order is neither newer nor older.
  const after = (a: string, b: string): boolean => (compare(a, b) ?? 0) > 0;
  const newer = entries.filter(({ version }) => after(version, installed) && !after(version, candidate));
  const fixes = new Map<string, ChangelogFix>();
  // Newest first, so the oldest version that names an id is kept: that is where it was fixed first.
  for (const { version, cves } of newer) {
    for (const { id, quote } of cves) fixes.set(id, { id, fixedIn: version, quote });
  }
  const sorted = [...fixes.values()].sort((a, b) => compareCve(a.id, b.id));
  if (entries.some(({ version }) => !after(version, installed))) return { fixes: sorted };
  const oldest = changelog.entries.at(-1)?.version ?? "";
  const why = changelog.cut ? "it is longer than what is read of it" : "it was shortened by its packager";
  return { fixes: sorted, incomplete: `the changelog goes back to ${oldest} only, ${installed} is installed: ${why}` };
}

/** Changelogs of rpm packages often leave the epoch out, and the versions of the package all have it. */
function withEpoch(order: UpdatesAnswer["order"], version: string, candidate: string): string {
  const epoch = /^\d+:/.exec(candidate)?.[0];
  return order === "rpm" && epoch !== undefined && !/^\d+:/.test(version) ? `${epoch}${version}` : version;
}

/** The same purl as in the list of packages. */
function purlOf(
  order: UpdatesAnswer["order"],
  image: Pick<ImageInfo, "packages" | "os">,
  name: string,
  version: string,
  architecture: string,
): string {
  // The list of packages has an rpm's epoch in the qualifiers.
  const [, epoch, plain = version] = (order === "rpm" && /^(\d+):(.+)$/.exec(version)) || [];
  const same = image.packages.filter(
    (other) => other.name === name && other.version === plain && other.purl.startsWith(`pkg:${order}/`),
  );
  const known = same.find(({ purl }) => purl.includes(`arch=${architecture}`)) ?? same[0];
  if (known !== undefined) return known.purl;
  const { id, versionId } = image.os;
  if (order === "rpm") {
    const distro = id === undefined || versionId === undefined ? undefined : `${id}-${versionId}`;
    return writePurl("rpm", id, name, plain, { arch: architecture, epoch, distro });
  }
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
