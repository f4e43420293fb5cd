import type { Advisory, AdvisorySeverity, AffectedRange } from "../../domain/advisory/advisory.ts";
import { debianReleases } from "../../data/debian-releases.ts";
import type {
  DebianAdvisoryLine,
  DebianChangelogLine,
  DebianCveLine,
  DebianLine,
  DebianVerdict,
} from "../../domain/advisory/debian-line.ts";
import { compareDeb } from "../../versions/deb.ts";
import { compareText } from "../../text/compare-text.ts";

/** Channel of fixes that only unstable has. */
const sidChannel = "sid";

interface NotRead {
  readonly id: string;
  readonly package: string;
  sid?: DebianCveLine;
  own?: DebianCveLine;
  readonly advisories: DebianAdvisoryLine[];
  readonly changelogs: DebianChangelogLine[];
}

/**
 * Statements for one release, one for each vulnerability and source package, by package and id
 * (https://security-team.debian.org/security_tracker.html). A DSA's or DLA's fixed version precedes the vulnerability's
 * line of the release, and that one precedes the line without a release, which is sid's. no-dsa, postponed and ignored
 * only mean that the release gets no separate fix: sid's line still determines the affected versions. A changelog
 * counts only if no other record mentions the vulnerability. `suite`: the newest version of a source package that the
 * release ships, if known: a fix of sid that it does not ship does not count (`channel`
 * "sid"), nor does one if the newest version is unknown.
 */
export function debianAdvisories(
  lines: readonly DebianLine[],
  codename: string,
  { suite }: { readonly suite?: ReadonlyMap<string, string> } = {},
): Advisory[] {
  const advisories: Advisory[] = [];
  for (const record of byVulnerability(lines, codename)) {
    const advisory = fromAdvisories(record) ?? fromTracker(record, suite) ?? fromChangelogs(record);
    if (advisory !== undefined) advisories.push(advisory);
  }
  return advisories.sort((a, b) => compareText(a.package, b.package) || compareText(a.id, b.id));
}

function byVulnerability(lines: readonly DebianLine[], codename: string): Iterable<NotRead> {
  const records = new Map<string, NotRead>();
  const of = (id: string, name: string): NotRead => {
    const key = `${name} ${id}`;
    const knownRecord = records.get(key) ?? { id, package: name, advisories: [], changelogs: [] };
    records.set(key, knownRecord);
    return knownRecord;
  };
  for (const line of lines) {
    if (line.list === "cve") {
      if (line.release === undefined) of(line.cve, line.package).sid = line;
      else if (line.release === codename) of(line.cve, line.package).own = line;
    } else if (line.release === codename) {
      if (line.list === "changelog") for (const cve of line.cves) of(cve, line.package).changelogs.push(line);
      else for (const id of vulnerabilitiesOf(line)) of(id, line.package).advisories.push(line);
    }
  }
  return records.values();
}

/**
 * Early advisories have no CVE and are a vulnerability themselves; updates of updates repair regressions of the first
 * one and are not.
 */
function vulnerabilitiesOf(line: DebianAdvisoryLine): readonly string[] {
  return line.cves.length > 0 || /regression/i.test(line.summary) ? line.cves : [line.id];
}

function fromAdvisories(record: NotRead): Advisory | undefined {
  const fixes = record.advisories.flatMap(({ verdict }) => (verdict.kind === "fixed" ? [verdict.version] : []));
  const fixed = fixes.reduce<string | undefined>(
    (highest, version) => (highest === undefined || compareDeb(version, highest) > 0 ? version : highest),
    undefined,
  );
  return fixed === undefined ? undefined : statement(record, fixedIn(fixed));
}

type Answer = Pick<Advisory, "state" | "ranges"> & Partial<Pick<Advisory, "reason" | "channel">>;

function fromTracker(record: NotRead, suite: ReadonlyMap<string, string> | undefined): Advisory | undefined {
  const { sid, advisories } = record;
  // Rarely, an advisory marks the release as not affected, and the vulnerability's entry does not.
  const trackerEntry = record.own ?? advisories.at(0);
  const sids = sid === undefined ? undefined : sidAnswer(sid, suite?.get(record.package));
  if (trackerEntry === undefined) return sids === undefined ? undefined : statement(record, sids);
  const answer = answerOf(trackerEntry.verdict, trackerEntry.reason);
  if (answer === undefined) return undefined;
  const isOnlyNote =
    trackerEntry.verdict.kind === "no-dsa" ||
    trackerEntry.verdict.kind === "postponed" ||
    trackerEntry.verdict.kind === "ignored";
  if (!isOnlyNote || sids === undefined) return statement(record, answer);
  if (sids.state === "not-affected") return statement(record, sids);
  // Where the release ships what sid fixed, the note is from before.
  return statement(
    record,
    sids.ranges.length > 0 && sids.channel === undefined ? sids : { ...answer, ranges: sids.ranges },
  );
}

function sidAnswer(line: DebianCveLine, shipped: string | undefined): Answer | undefined {
  const answer = answerOf(line.verdict, line.reason);
  if (answer === undefined || line.verdict.kind !== "fixed" || answer.state === "not-affected") return answer;
  const ships = shipped !== undefined && compareDeb(shipped, line.verdict.version) >= 0;
  return ships ? answer : { ...answer, channel: sidChannel };
}

/** Undefined: it is not in Debian at all (`itp`). */
function answerOf(verdict: DebianVerdict, reason: string | undefined): Answer | undefined {
  const because = reason === undefined ? {} : { reason };
  switch (verdict.kind) {
    case "fixed":
      return fixedIn(verdict.version, reason);
    case "unfixed":
      return { state: "affected", ranges: [], ...because };
    case "removed":
      return { state: "affected", ranges: [], reason: reason ?? "removed from Debian" };
    case "itp":
      return undefined;
    default:
      return { state: verdict.kind, ranges: [], ...because };
  }
}

/** "0": no version ever had it. */
function fixedIn(version: string, reason?: string): Answer {
  const because = reason === undefined ? {} : { reason };
  if (version === "0") return { state: "not-affected", ranges: [], ...because };
  return { state: "affected", ranges: [upTo(version)], ...because };
}

function upTo(fixed: string): AffectedRange {
  return { introduced: "0", fixed };
}

/**
 * The oldest version that names the vulnerability fixed it: later entries mention patches that were dropped or
 * reworked.
 */
function fromChangelogs(record: NotRead): Advisory | undefined {
  const [first, ...others] = record.changelogs.map(firstWithFix);
  if (first === undefined) return undefined;
  const oldest = others.reduce((lowest, version) => (compareDeb(version, lowest) < 0 ? version : lowest), first);
  return statement(record, { state: "affected", ranges: [upTo(oldest)] });
}

/**
 * This release's changelog contains entries of another suite if the package was rebuilt from it: `2.9.0-1~deb13u1`
 * includes all of `2.9.0-1`, and sorts before it (Developer's Reference 5.11.2, "backports").
 */
function firstWithFix({ version, distribution, release }: DebianChangelogLine): string {
  if (distribution === release || distribution.startsWith(`${release}-`)) return version;
  const number = debianReleases.find(({ codename }) => codename === release)?.release;
  return number === undefined ? version : `${version}~deb${number}`;
}

function statement(record: NotRead, answer: Answer): Advisory {
  const { sid, own, advisories } = record;
  const isTracker = sid !== undefined || own !== undefined;
  const severity = severityOf(own?.urgency) ?? severityOf(sid?.urgency);
  const summary = own?.summary ?? sid?.summary ?? advisories[0]?.summary;
  const published = advisories.map(({ date }) => date).sort()[0];
  return {
    id: record.id,
    aliases: [],
    covers: [],
    package: record.package,
    ...answer,
    versions: [],
    ...(severity === undefined ? {} : { severity }),
    vectors: [],
    ...(summary === undefined ? {} : { summary }),
    ...(published === undefined ? {} : { published }),
    source: isTracker ? "debian-tracker" : advisories.length > 0 ? "debian-dsa" : "debian-changelog",
  };
}

/** "not yet assigned" and "end-of-life" give no severity. */
function severityOf(urgency: string | undefined): AdvisorySeverity | undefined {
  if (urgency === "unimportant") return "negligible";
  return (["low", "medium", "high"] as const).find((word) => urgency?.startsWith(word));
}
