import { describe, expect, it } from "vitest";
import type {
  DebianAdvisoryLine,
  DebianCveLine,
  DebianLine,
  DebianVerdict,
} from "../../domain/advisory/debian-line.ts";
import { debianAdvisories } from "./debian.ts";

const fixed = (version: string): DebianVerdict => ({ kind: "fixed", version });
const cve = (verdict: DebianVerdict | DebianVerdict["kind"], more: Partial<DebianCveLine> = {}): DebianCveLine => ({
  list: "cve",
  cve: "CVE-2024-1",
  package: "p",
  verdict: typeof verdict === "string" ? ({ kind: verdict } as DebianVerdict) : verdict,
  ...more,
});
const own = (verdict: DebianVerdict | DebianVerdict["kind"], more: Partial<DebianCveLine> = {}) =>
  cve(verdict, { release: "bookworm", ...more });
const dsa = (version: string, more: Partial<DebianAdvisoryLine> = {}): DebianAdvisoryLine => ({
  list: "dsa",
  id: "DSA-1-1",
  date: "2024-02-03",
  cves: ["CVE-2024-1"],
  summary: "p - security update",
  package: "p",
  release: "bookworm",
  verdict: fixed(version),
  ...more,
});
const changelog = (version: string, release = "bookworm"): DebianLine => ({
  list: "changelog",
  release,
  package: "p",
  version,
  distribution: release,
  cves: ["CVE-2024-1"],
});
const only = (lines: readonly DebianLine[], suite?: ReadonlyMap<string, string>) => {
  const advisories = debianAdvisories(lines, "bookworm", suite === undefined ? {} : { suite });
  expect(advisories.length).toBeLessThanOrEqual(1);
  return advisories[0];
};
const range = (version: string) => [{ introduced: "0", fixed: version }];

describe("one release of the tracker", () => {
  it("takes a line without release as sid's: its fix counts only if the release ships it", () => {
    expect(only([cve(fixed("2-1"))])).toMatchObject({ state: "affected", ranges: range("2-1"), channel: "sid" });
    expect(only([cve(fixed("2-1"))], new Map([["p", "1-9"]]))).toMatchObject({ ranges: range("2-1"), channel: "sid" });
    expect(only([cve(fixed("2-1"))], new Map([["p", "2-1"]]))).not.toHaveProperty("channel");
  });

  it("prefers a line of the release to sid's, and ignores those of others", () => {
    const answer = only([cve(fixed("2-1")), own(fixed("1-1+deb12u1")), cve(fixed("0"), { release: "bullseye" })]);
    expect(answer).toMatchObject({ state: "affected", ranges: range("1-1+deb12u1"), source: "debian-tracker" });
    expect(answer).not.toHaveProperty("channel");
  });

  it("prefers a DSA to the vulnerability's lines, and the highest of several", () => {
    const lines = [cve(fixed("2-1")), own("not-affected"), dsa("1-1+deb12u2"), dsa("1-1+deb12u10", { id: "DSA-1-2" })];
    expect(only(lines)).toMatchObject({
      ranges: range("1-1+deb12u10"),
      published: "2024-02-03",
      source: "debian-tracker",
    });
    expect(only([dsa("1-1+deb12u2", { list: "dla", id: "DLA-1-1" })])).toMatchObject({
      id: "CVE-2024-1",
      source: "debian-dsa",
    });
  });

  it("ignores a DSA of another release", () => {
    expect(only([dsa("1", { release: "bullseye" })])).toBeUndefined();
  });

  it("takes a DSA without a CVE as a vulnerability, and a repaired update as none", () => {
    expect(only([dsa("1", { cves: [] })])).toMatchObject({ id: "DSA-1-1", ranges: range("1") });
    expect(only([dsa("1", { cves: [], summary: "p - regression update" })])).toBeUndefined();
  });

  it.each(["no-dsa", "postponed", "ignored"] as const)(
    "<%s> is a note: which versions are affected, sid says",
    (kind) => {
      expect(only([cve(fixed("2-1")), own(kind, { reason: "Minor issue" })])).toMatchObject({
        state: kind,
        reason: "Minor issue",
        ranges: range("2-1"),
      });
      expect(only([cve("unfixed"), own(kind)])).toMatchObject({ state: kind, ranges: [] });
      expect(only([own(kind)])).toMatchObject({ state: kind, ranges: [] });
      expect(only([cve("not-affected"), own(kind)])).toMatchObject({ state: "not-affected" });
      // Shipped since: the note is from before.
      expect(only([cve(fixed("2-1")), own(kind)], new Map([["p", "2-1"]]))).toMatchObject({
        state: "affected",
        ranges: range("2-1"),
      });
    },
  );

  it("keeps what is not affected, and why", () => {
    const reason = "Vulnerable code introduced later";
    expect(only([cve(fixed("2-1")), own("not-affected", { reason })])).toMatchObject({ state: "not-affected", reason });
    expect(only([cve(fixed("0"))])).toMatchObject({ state: "not-affected", ranges: [] });
  });

  it.each(["undetermined", "end-of-life"] as const)("<%s> stays what it is", (kind) => {
    expect(only([cve(fixed("2")), own(kind)])).toMatchObject({ state: kind, ranges: [] });
  });

  it("treats <removed> as affected, and omits packages that are not in Debian", () => {
    expect(only([cve("removed")])).toMatchObject({ state: "affected", ranges: [], reason: "removed from Debian" });
    expect(only([cve("itp")])).toBeUndefined();
  });

  it("takes the release's urgency before sid's, unimportant as negligible, unassigned as none", () => {
    expect(only([cve("unfixed", { urgency: "unimportant" })])).toMatchObject({ severity: "negligible" });
    expect(only([cve("unfixed", { urgency: "high" }), own("unfixed", { urgency: "low" })])).toMatchObject({
      severity: "low",
    });
    expect(only([cve("unfixed", { urgency: "not yet assigned" })])).not.toHaveProperty("severity");
  });

  it("uses a changelog without any other record, by its oldest entry, for its release", () => {
    expect(only([changelog("3"), changelog("2"), changelog("4")])).toMatchObject({
      ranges: range("2"),
      source: "debian-changelog",
    });
    expect(only([changelog("1", "trixie")])).toBeUndefined();
    // A rebuild for the release has what unstable fixed: 2-1~deb12u1 is safe, 2~rc1-1 is not.
    expect(only([{ ...changelog("2-1"), distribution: "unstable" } as DebianLine])).toMatchObject({
      ranges: range("2-1~deb12"),
    });
    expect(only([{ ...changelog("2"), distribution: "bookworm-security" } as DebianLine])).toMatchObject({
      ranges: range("2"),
    });
    expect(only([changelog("2"), own("unfixed")])).toMatchObject({ ranges: [], source: "debian-tracker" });
  });

  it("is in the order of packages and ids whatever the order of lines", () => {
    const lines = ["b", "a"].flatMap((name) =>
      ["CVE-2", "CVE-1"].map((id) => cve("unfixed", { package: name, cve: id })),
    );
    const ids = (list: readonly DebianLine[]) =>
      debianAdvisories(list, "bookworm").map(({ package: name, id }) => `${name} ${id}`);
    expect(ids(lines)).toEqual(["a CVE-1", "a CVE-2", "b CVE-1", "b CVE-2"]);
    expect(ids(lines.toReversed())).toEqual(ids(lines));
  });
});
