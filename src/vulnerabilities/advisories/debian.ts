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
export const sidChannel = "sid";

interface NotRead {
  readonly id: string;
  readonly package: string;
  sid?: DebianCveLine;
  own?: DebianCveLine;
  readonly advisories: DebianAdvisoryLine[];
  readonly changelogs: DebianChangelogLine[];
}

/**
 * What the lines say for one release, one statement for each vulnerability and source package, by package and id
 * (https://security-team.debian.org/security_tracker.html). A DSA's or DLA's fixed version comes before the vulnerability's own line of the release, that one
 * before the line without a release, which is sid's. no-dsa, postponed and ignored say only that the release gets no fix of its own: which versions
 * are affected stays sid's answer. What only a changelog tells is taken where nothing else speaks of the vulnerability.
 *
 * `suite`: the newest version that the release ships of a source package, where that is known: a fix of sid's that it does not ship is
 * not one (`channel` "sid"); nor is one where it is not known.
 */
export function debianAdvisories(
  lines: readonly DebianLine[],
  codename: string,
  { suite }: { readonly suite?: ReadonlyMap<string, string> } = {},
): Advisory[] {
  const advisories: Advisory[] = [];
  for (const told of byVulnerability(lines, codename)) {
    const advisory = fromAdvisories(told) ?? fromTracker(told, suite) ?? fromChangelogs(told);
    if (advisory !== undefined) advisories.push(advisory);
  }
  return advisories.sort((a, b) => compareText(a.package, b.package) || compareText(a.id, b.id));
}

function byVulnerability(lines: readonly DebianLine[], codename: string): Iterable<NotRead> {
  const flaws = new Map<string, NotRead>();
  const of = (id: string, name: string): NotRead => {
    const key = `${name} ${id}`;
    const known = flaws.get(key) ?? { id, package: name, advisories: [], changelogs: [] };
    flaws.set(key, known);
    return known;
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
  return flaws.values();
}

/** Early advisories have no CVE and are a vulnerability themselves; updates of updates repair what the first one broke and are not. */
function vulnerabilitiesOf(line: DebianAdvisoryLine): readonly string[] {
  return line.cves.length > 0 || /regression/i.test(line.summary) ? line.cves : [line.id];
}

function fromAdvisories(told: NotRead): Advisory | undefined {
  const fixes = told.advisories.flatMap(({ verdict }) => (verdict.kind === "fixed" ? [verdict.version] : []));
  const fixed = fixes.reduce<string | undefined>(
    (highest, version) => (highest === undefined || compareDeb(version, highest) > 0 ? version : highest),
    undefined,
  );
  return fixed === undefined ? undefined : statement(told, fixedIn(fixed));
}

type Answer = Pick<Advisory, "state" | "ranges"> & Partial<Pick<Advisory, "reason" | "channel">>;

function fromTracker(told: NotRead, suite: ReadonlyMap<string, string> | undefined): Advisory | undefined {
  const { sid, advisories } = told;
  // Rarely an advisory says that the release is not affected, and the vulnerability's own entry does not.
  const own = told.own ?? advisories.at(0);
  const sids = sid === undefined ? undefined : sidAnswer(sid, suite?.get(told.package));
  if (own === undefined) return sids === undefined ? undefined : statement(told, sids);
  const answer = answerOf(own.verdict, own.reason);
  if (answer === undefined) return undefined;
  const isOnlyNote =
    own.verdict.kind === "no-dsa" || own.verdict.kind === "postponed" || own.verdict.kind === "ignored";
  if (!isOnlyNote || sids === undefined) return statement(told, answer);
  if (sids.state === "not-affected") return statement(told, sids);
  // Where the release ships what sid fixed, the note is from before.
  return statement(
    told,
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

/** The oldest version that names the vulnerability is the one that fixed it: later entries mention patches that were dropped or reworked. */
function fromChangelogs(told: NotRead): Advisory | undefined {
  const [first, ...others] = told.changelogs.map(firstWithFix);
  if (first === undefined) return undefined;
  const oldest = others.reduce((lowest, version) => (compareDeb(version, lowest) < 0 ? version : lowest), first);
  return statement(told, { state: "affected", ranges: [upTo(oldest)] });
}

/**
 * An entry that was made for another suite stands in this release's changelog because the package was rebuilt from it: `2.9.0-1~deb13u1` holds all
 * of `2.9.0-1`, and sorts before it (Developer's Reference 5.11.2, "backports").
 */
function firstWithFix({ version, distribution, release }: DebianChangelogLine): string {
  if (distribution === release || distribution.startsWith(`${release}-`)) return version;
  const number = debianReleases.find(({ codename }) => codename === release)?.release;
  return number === undefined ? version : `${version}~deb${number}`;
}

function statement(told: NotRead, answer: Answer): Advisory {
  const { sid, own, advisories } = told;
  const isTracker = sid !== undefined || own !== undefined;
  const severity = severityOf(own?.urgency) ?? severityOf(sid?.urgency);
  const summary = own?.summary ?? sid?.summary ?? advisories[0]?.summary;
  const published = advisories.map(({ date }) => date).sort()[0];
  return {
    id: told.id,
    aliases: [],
    covers: [],
    package: told.package,
    ...answer,
    versions: [],
    ...(severity === undefined ? {} : { severity }),
    vectors: [],
    ...(summary === undefined ? {} : { summary }),
    ...(published === undefined ? {} : { published }),
    source: isTracker ? "debian-tracker" : advisories.length > 0 ? "debian-dsa" : "debian-changelog",
  };
}

/** "not yet assigned" and "end-of-life" say nothing of it. */
function severityOf(urgency: string | undefined): AdvisorySeverity | undefined {
  if (urgency === "unimportant") return "negligible";
  return (["low", "medium", "high"] as const).find((word) => urgency?.startsWith(word));
}
