import type { Candidate, InstalledPackage, Upgrade } from "../../domain/image/updates-answer.ts";
import { compareCve } from "./changelog.ts";
import type { ChangelogEntry } from "../../domain/image/updates-answer.ts";
import type { Notice } from "../../domain/image/updates-answer.ts";

/** For `rpm -qa --qf` and, with other tags, `dnf repoquery --qf`: NAME, EPOCH:VERSION-RELEASE, ARCHITECTURE, source package's file. */
export const rpmFormat = "%{NAME}\\t%{EPOCHNUM}:%{VERSION}-%{RELEASE}\\t%{ARCH}\\t%{SOURCERPM}\\n";
export const repoqueryFormat = "%{name}\\t%{epoch}:%{version}-%{release}\\t%{arch}\\t%{sourcerpm}\\t%{repoid}\\n";

interface Row extends InstalledPackage {
  readonly origin: string;
}

/** Rows of either format; dnf 4 adds a line feed, dnf 5 does not. */
function rows(text: string): Row[] {
  return text.split("\n").flatMap((line) => {
    const [name = "", evr = "", architecture = "", file = "", origin = ""] = line.trim().split("\t");
    if (!/^\d+:[^\s-]+-[^\s-]+$/.test(evr)) return [];
    const version = withoutZero(evr);
    // `bash-5.1.8-9.el9.src.rpm`: the last two dashes separate name, version and release.
    const source = /^(.+)-[^-]+-[^-]+\.(?:no)?src\.rpm$/.exec(file)?.[1] ?? name;
    return [{ name, architecture, version, source, sourceVersion: version, origin }];
  });
}

export function parseRpms(text: string): InstalledPackage[] {
  return rows(text).map(({ name, architecture, version, source, sourceVersion }) => ({
    name,
    architecture,
    version,
    source,
    sourceVersion,
  }));
}

/** Newer packages in the repositories for the installed ones; a kernel, for example, is installed in several versions. */
export function parseRepoquery(
  text: string,
  installed: readonly InstalledPackage[],
): { readonly upgrades: Upgrade[]; readonly candidates: Candidate[] } {
  const upgrades: Upgrade[] = [];
  const candidates: Candidate[] = [];
  for (const { name, architecture, version, source, sourceVersion, origin } of rows(text)) {
    const installedVersions = installed.filter((other) => other.name === name);
    const sameArchitecture = installedVersions.filter((other) => other.architecture === architecture);
    const old = (sameArchitecture.length > 0 ? sameArchitecture : installedVersions).at(-1);
    if (old === undefined) continue;
    upgrades.push({ name, architecture, installed: old.version, candidate: version, origin });
    candidates.push({ name, architecture, version, source, sourceVersion, bytes: 0 });
  }
  const order = (a: Upgrade, b: Upgrade): number =>
    a.name < b.name ? -1 : a.name > b.name ? 1 : a.architecture < b.architecture ? -1 : 1;
  return { upgrades: upgrades.sort(order), candidates };
}

/** `hp-security   HP security` below a heading. */
export function parseRepolist(text: string): string[] {
  return text
    .split("\n")
    .filter((line) => /^\S+\s+\S/.test(line) && !/^repo id\s/.test(line))
    .map((line) => line.trim().replace(/\s+/, " "))
    .sort();
}

/** Rows of `updateinfo list --with-cve` about the upgrades: `CVE-2024-6 Important/Sec. hp-tools-1.2-1.noarch`. */
export function parseNotices(text: string, upgrades: readonly Upgrade[]): Notice[] {
  const byFile = new Map(
    upgrades.map((upgrade) => [
      `${upgrade.name}-${upgrade.candidate.replace(/^\d+:/, "")}.${upgrade.architecture}`,
      upgrade,
    ]),
  );
  return text.split("\n").flatMap((line) => {
    const words = line.trim().split(/\s+/);
    const cve = words.find((word) => /^CVE-\d{4}-\d{4,}$/.test(word));
    const upgrade = words.map((word) => byFile.get(word.replace(/-\d+:/, "-"))).find((one) => one !== undefined);
    if (cve === undefined || upgrade === undefined) return [];
    const { name, architecture, candidate } = upgrade;
    return [{ cve, name, architecture, candidate, quote: words.join(" ") }];
  });
}

/**
 * Changelogs of `repoquery --changelogs`, by the package's file name. A heading ends with the version: `* Tue Mar 05
 * 2024 NAME <MAIL> - 1.2-1`; one without a version belongs to the later entry above it.
 */
export function parseRpmChangelogs(text: string): Map<string, ChangelogEntry[]> {
  type Open = ChangelogEntry & { cves: { id: string; quote: string }[] };
  const openByName = new Map<string, Open[]>();
  let entries: Open[] = [];
  for (const line of text.split("\n")) {
    const file = /^Changelog for (\S+)$/.exec(line)?.[1];
    if (file !== undefined) {
      entries = [];
      openByName.set(file, entries);
      continue;
    }
    if (line.startsWith("* ")) {
      const version = /(?:^|[\s-])((?:\d+:)?\d[\w.+~^]*(?:-[\w.+~^]+)?)\s*$/.exec(
        line.replace(/^\* (\S+ +){4}/, ""),
      )?.[1];
      if (version !== undefined) entries.push({ source: file ?? "", version, distribution: "", cves: [] });
      continue;
    }
    const entry = entries.at(-1);
    for (const id of entry === undefined ? [] : (line.match(/\bCVE-[0-9]{4}-[0-9]{4,}\b/g) ?? [])) {
      if (entry?.cves.every((known) => known.id !== id) === true)
        entry.cves.push({ id, quote: line.trim().slice(0, 300) });
    }
  }
  for (const entry of [...openByName.values()].flat()) entry.cves.sort((a, b) => compareCve(a.id, b.id));
  return openByName;
}

function withoutZero(evr: string): string {
  return evr.replace(/^0:/, "");
}
