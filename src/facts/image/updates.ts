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
 * The updates that the image's sources offer, each with the CVE ids that its changelog names in entries newer than the installed version.
 * Changelogs count source versions, so those are compared, not the binary ones (`+b1`, own epochs).
 */
export function updatesInfo(answer: UpdatesAnswer, image: Pick<ImageInfo, "packages" | "os">): UpdatesInfo {
  const unread = new Map(answer.unread.map(({ name, reason }) => [name, reason]));
  const pending = answer.upgrades.map((upgrade): PendingUpdate => {
    const { name, architecture, installed, candidate, origin } = upgrade;
    const installedPackage =
      answer.installed.find(
        (installedEntry) => installedEntry.name === name && installedEntry.architecture === architecture,
      ) ??
      // An update may turn an `amd64` package into an `all` one, and back.
      answer.installed.find((installedEntry) => installedEntry.name === name && installedEntry.version === installed);
    const offered = answer.candidates.find((offer) => offer.name === name && offer.version === candidate);
    const source = offered?.source ?? installedPackage?.source ?? name;
    const read = readFixes(
      answer,
      source,
      installedPackage?.sourceVersion ?? installed,
      offered?.sourceVersion ?? candidate,
    );
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
    const packageInfo = image.packages.find((imagePackage) => imagePackage.purl === purl);
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
      layer: packageInfo?.layer ?? 0,
      path: packageInfo?.path ?? (purl.startsWith("pkg:rpm/") ? "/var/lib/rpm" : "/var/lib/dpkg/status"),
      evidence: `according to the image, changelog of ${fixedIn}: ${quote}`,
    }));
  });
}

/** The ids that the sources' own advisories name for the candidate, besides those of its changelog. */
function withNotices(
  { notices = [] }: UpdatesAnswer,
  { name, architecture, candidate }: UpdatesAnswer["upgrades"][number],
  fixes: readonly ChangelogFix[],
): ChangelogFix[] {
  const matchingNotices = notices.filter(
    (notice) => notice.name === name && notice.architecture === architecture && notice.candidate === candidate,
  );
  const fixesById = new Map(
    matchingNotices.map(({ cve, quote }) => [cve, { id: cve, fixedIn: candidate, quote: `updateinfo: ${quote}` }]),
  );
  for (const fix of fixes) fixesById.set(fix.id, fix);
  return [...fixesById.values()].sort((a, b) => compareCve(a.id, b.id));
}

function readFixes(
  answer: UpdatesAnswer,
  source: string,
  installed: string,
  candidate: string,
): { fixes: ChangelogFix[]; incomplete?: string } {
  const changelog = answer.changelogs.find((changelogEntry) => changelogEntry.source === source);
  if (changelog === undefined) return { fixes: [] };
  const { compare } = orderOf(answer.order);
  const entries = changelog.entries.map((entry) => ({
    ...entry,
    version: withEpoch(answer.order, entry.version, candidate),
  }));
  // A version that cannot be ordered is neither newer nor older.
  const isNewer = (a: string, b: string): boolean => (compare(a, b) ?? 0) > 0;
  const newer = entries.filter(({ version }) => isNewer(version, installed) && !isNewer(version, candidate));
  const fixes = new Map<string, ChangelogFix>();
  // Newest first, so the oldest version that names an id is kept: that is where it was fixed first.
  for (const { version, cves } of newer) {
    for (const { id, quote } of cves) fixes.set(id, { id, fixedIn: version, quote });
  }
  const sorted = [...fixes.values()].sort((a, b) => compareCve(a.id, b.id));
  if (entries.some(({ version }) => !isNewer(version, installed))) return { fixes: sorted };
  const oldest = changelog.entries.at(-1)?.version ?? "";
  const reason = changelog.cut ? "it is longer than what is read of it" : "it was shortened by its packager";
  return {
    fixes: sorted,
    incomplete: `the changelog goes back to ${oldest} only, ${installed} is installed: ${reason}`,
  };
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
  const versionMatches = image.packages.filter(
    (imagePackage) =>
      imagePackage.name === name && imagePackage.version === plain && imagePackage.purl.startsWith(`pkg:${order}/`),
  );
  const imagePackage = versionMatches.find(({ purl }) => purl.includes(`arch=${architecture}`)) ?? versionMatches[0];
  if (imagePackage !== undefined) return imagePackage.purl;
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
