import { describe, expect, it } from "vitest";
import type { BaseCandidate, VulnerabilityCounts } from "../../domain/image/base-choice.ts";
import type { Vulnerability } from "../../domain/advisory/vulnerability.ts";
import { changesTo } from "./changes.ts";
import { endsOf } from "./ends-of.ts";
import { lifeOf } from "./life.ts";
import { countVulnerabilities, pointParts, pointsOfVulnerabilities, rankBases } from "./points.ts";
import { recommend } from "./recommend.ts";

const vulnerability = (id: string, more: Partial<Vulnerability> = {}): Vulnerability => ({
  id,
  aliases: [],
  purl: "pkg:deb/debian/a@1",
  name: "a",
  installed: "1",
  status: "affected",
  severity: "high",
  severitySource: "test",
  sources: ["osv"],
  layer: 0,
  path: "/var/lib/dpkg/status",
  evidence: "",
  ...more,
});
const counts = (more: Partial<VulnerabilityCounts["severities"]> = {}): VulnerabilityCounts => ({
  severities: { critical: 0, high: 0, medium: 0, low: 0, negligible: 0, unknown: 0, ...more },
  fixable: 0,
  exploited: 0,
});
const candidate = (name: string, more: Partial<BaseCandidate> = {}): BaseCandidate => ({
  name,
  alsoNamed: [],
  digest: `sha256:${"1".repeat(64)}`,
  platform: "linux/amd64",
  inUse: false,
  sizeBytes: 0,
  layers: 1,
  packages: 0,
  os: "Debian",
  libc: "glibc",
  runtimes: [],
  user: "root",
  shell: true,
  packageManagers: [],
  lifeCycles: [],
  vulnerabilities: counts(),
  pending: { missing: "" },
  changes: [],
  points: 0,
  parts: [],
  ...more,
});

describe("countVulnerabilities", () => {
  it("counts a vulnerability once, at its highest severity, without suppressed ones", () => {
    const found = [
      vulnerability("CVE-1"),
      vulnerability("CVE-1", { severity: "critical", status: "fixed" }),
      vulnerability("CVE-2", { suppressed: { by: "vex", reason: "", where: "" } }),
    ];
    expect(
      countVulnerabilities([...found, vulnerability("CVE-3", { kev: { added: "2026-01-01", ransomware: false } })]),
    ).toEqual({
      severities: { critical: 1, high: 1, medium: 0, low: 0, negligible: 0, unknown: 0 },
      fixable: 1,
      exploited: 1,
    });
  });
});

describe("points", () => {
  it("sums the documented scale", () => {
    expect(
      pointsOfVulnerabilities({ ...counts({ critical: 1, high: 2, unknown: 1, negligible: 9 }), exploited: 1 }),
    ).toBe(10 + 10 + 2 + 50);
    const one = candidate("a", {
      ageDays: 60,
      compressedBytes: 50_000_000,
      packages: 100,
      packageManagers: ["apt-get"],
      pending: { packages: 3, vulnerabilities: 1 },
    });
    const parts = pointParts(one, { vulnerabilities: counts({ high: 1 }), life: undefined });
    expect(Object.fromEntries(parts.map(({ what, points }) => [what, points]))).toEqual({
      vulnerabilities: 5,
      "pending updates": 3,
      age: 2,
      size: 2,
      packages: 2,
      shell: 1,
      "package manager": 1,
      "root by default": 1,
    });
  });

  it("weighs lifetime and current vulnerabilities equally", () => {
    const life = { builds: [], meanVulnerabilities: 4, meanPoints: 20, days: 100 };
    expect(pointParts(candidate("a"), { vulnerabilities: counts(), life })[0]).toEqual({
      what: "vulnerabilities, today and over its life",
      points: 10,
    });
  });

  it("ranks unjudged candidates after judged ones, and breaking ones last", () => {
    const names = rankBases([
      candidate("breaks", { points: 0, proof: { verdict: "breaks", detail: "", trials: [] } }),
      candidate("unknown", { points: 1, vulnerabilities: { missing: "no advisories" } }),
      candidate("b", { points: 7 }),
      candidate("a", { points: 7 }),
    ]).map(({ name }) => name);
    expect(names).toEqual(["a", "b", "unknown", "breaks"]);
  });
});

describe("lifeOf", () => {
  it("assigns each build the days until the next, judged by advisories of each day", () => {
    const build = (digest: string, created: string, from: string) => ({
      name: "x",
      digest,
      created,
      vulnerabilitiesAt: (date: string) => counts({ high: date >= from ? 2 : 0 }),
    });
    // The vulnerability became known on day 60 of the old build, and the new one does not have it.
    const life = lifeOf([build("new", "2026-10-26", "9"), build("old", "2026-07-28", "2026-09-26")], "2026-11-25");
    expect(life?.builds.map(({ digest, from, until }) => [digest, from, until])).toEqual([
      ["old", "2026-07-28", "2026-10-26"],
      ["new", "2026-10-26", "2026-11-25"],
    ]);
    expect(life?.days).toBe(90 + 1 + 30 + 1);
    expect(life?.meanVulnerabilities).toBeCloseTo((2 * 31) / 122, 1);
  });
  it("ignores undated builds and future days", () => {
    const vulnerabilitiesAt = () => counts();
    expect(
      lifeOf(
        [
          { name: "x", digest: "a", created: "", vulnerabilitiesAt },
          { name: "x", digest: "b", created: "2027-01-01", vulnerabilitiesAt },
        ],
        "2026-11-25",
      ),
    ).toBeUndefined();
  });
});

it("marks changes of libc and major version", () => {
  const base = {
    libc: "glibc",
    runtimes: ["Python 3.12.1"],
    os: "Debian 12",
    user: "root",
    shell: true,
    packageManagers: ["apt-get"],
  } as const;
  expect(changesTo(base, base)).toEqual([]);
  const kinds = changesTo(base, {
    ...base,
    libc: "musl",
    runtimes: ["Python 3.13.1"],
    os: "Alpine",
    packageManagers: [],
  }).map(({ kind }) => kind);
  expect(kinds).toEqual(["libc", "major", "os", "other"]);
  expect(changesTo(base, { ...base, runtimes: ["Python 3.12.9"] })).toEqual([
    { kind: "other", text: "Python 3.12.1 becomes 3.12.9" },
  ]);
  expect(changesTo(base, { ...base, runtimes: [] })[0]).toEqual({ kind: "major", text: "Python is gone" });
});

it("prefers the store's dates and reads a month as its last day", () => {
  const table = {
    debian: { product: "Debian", depth: 1, source: "a table", until: { "12": "2028-06-30" } },
    python: { product: "Python", depth: 2, source: "a table", until: { "3.10": "2026-11" } },
  };
  const os = { id: "debian", versionId: "12" };
  expect(endsOf(os, ["Python 3.10.4"], { today: "2026-11-25", stored: [], table })).toEqual([
    { product: "Debian 12", until: "2028-06-30", ended: false },
    { product: "Python 3.10", until: "2026-11", ended: false },
  ]);
  const stored = [{ product: "debian", cycle: "12", endOfLife: "2026-06-10", extended: "2026-10-01" }];
  expect(endsOf(os, [], { today: "2026-11-25", stored, table })[0]).toMatchObject({ until: "2026-10-01", ended: true });
});

describe("recommend", () => {
  const ended = { lifeCycles: [{ product: "Debian 10", until: "2024-06-30", ended: true }] };
  it("prefers a proven candidate, otherwise one with the same libc and major version", () => {
    const musl = candidate("musl", { points: 1, changes: [{ kind: "libc", text: "" }] });
    const same = candidate("same", { points: 2 });
    expect(recommend([musl, same], { proven: false }).recommended).toBe("same");
    const passes = { ...musl, proof: { verdict: "passes", detail: "", trials: [] } } as const;
    expect(recommend([passes, same], { proven: true }).recommended).toBe("musl");
  });
  it("recommends no ended or breaking base and explains it", () => {
    expect(recommend([candidate("old", ended)], { proven: false })).toEqual({
      reason: "every base that was read has had its last day with fixes",
    });
    const breaks = candidate("new", { proof: { verdict: "breaks", detail: "", trials: [] } });
    expect(recommend([breaks, candidate("old", ended)], { proven: true }).recommended).toBeUndefined();
  });
});
