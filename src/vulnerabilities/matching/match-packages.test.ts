import { describe, expect, it } from "vitest";
import { advisory, match, pack, statuses, upTo } from "../../../test/match-case.ts";
import type { Advisory } from "../../domain/advisory/advisory.ts";

const npm = (version: string) => pack(`pkg:npm/p@${version}`);

describe("OSV: https://ossf.github.io/osv-schema/#evaluation", () => {
  it.each([
    [
      "introduced is part of it, fixed is not",
      [{ introduced: "1.0.0", fixed: "2.0.0" }],
      { "0.9.0": 0, "1.0.0": 1, "1.9.9": 1, "2.0.0": 0 },
    ],
    [
      "the last affected one is part of it",
      [{ introduced: "0", lastAffected: "1.2.0" }],
      { "0.0.1": 1, "1.2.0": 1, "1.2.1": 0 },
    ],
    [
      "several ranges",
      [{ introduced: "1.0.0", fixed: "1.0.5" }, { introduced: "2.0.0" }],
      { "1.0.4": 1, "1.0.5": 0, "2.0.0": 1, "9.0.0": 1 },
    ],
    [
      "pre-releases of the fix come before it",
      [{ introduced: "0", fixed: "2.0.0" }],
      { "2.0.0-rc.1": 1, "2.0.0+build": 0 },
    ],
    ["after, and not from", [{ introduced: "1.0.0", exclusive: true, fixed: "2.0.0" }], { "1.0.0": 0, "1.0.1": 1 }],
  ] as const)("%s", (_, ranges, cases) => {
    for (const [version, affected] of Object.entries(cases))
      expect([version, match(npm(version), "npm", [advisory({ ranges })]).vulnerabilities.length]).toEqual([
        version,
        affected,
      ]);
  });

  it("matches listed versions or ranges, also equal ones", () => {
    const advisories = [advisory({ package: "p", versions: ["1.0", "1.5"], ranges: [{ introduced: "2" }] })];
    const has = (version: string) => match(pack(`pkg:pypi/P@${version}`), "pypi", advisories).vulnerabilities.length;
    expect(["1.0", "1.0.0", "1.1", "1.5", "2.0"].map(has)).toEqual([1, 1, 0, 1, 1]);
  });

  it("separates a notice, unless a vulnerability has the same name", () => {
    const notice = advisory({ id: "RUSTSEC-2024-1", state: "notice", reason: "a notice (unmaintained)" });
    expect(match(npm("1.0.0"), "npm", [notice]).vulnerabilities).toMatchObject([
      { id: "RUSTSEC-2024-1", suppressed: { by: "vendor", where: "RUSTSEC-2024-1" } },
    ]);
    const vulnerability = advisory({ id: "GHSA-1", aliases: ["RUSTSEC-2024-1"], ranges: upTo("2.0.0") });
    const [both] = match(npm("1.0.0"), "npm", [notice, vulnerability]).vulnerabilities;
    expect(both).toMatchObject({ status: "fixed", fixedIn: "2.0.0" });
    expect(both?.suppressed).toBeUndefined();
  });

  it("skips a runtime without records, and ignores a compiler's vulnerabilities for its output", () => {
    const std = pack("pkg:generic/rust-std@1.75.0");
    const records = [advisory({ package: "rust", ranges: upTo("1.80.0") })];
    const none = match(std, "runtimes", records);
    expect([none.vulnerabilities, none.unjudged.map(({ reason }) => reason)]).toEqual([
      [],
      ["no record of the store is about them"],
    ]);
    const own = [...records, advisory({ package: "rust/std", id: "CVE-2024-2", ranges: upTo("1.77.2") })];
    expect(statuses(std, "runtimes", own)).toEqual(["CVE-2024-2 fixed 1.77.2"]);
    expect(match(pack("pkg:generic/rust-std@1.78.0"), "runtimes", own).unjudged).toEqual([]);
  });

  it("matches every version without versions and ranges", () => {
    expect(statuses(npm("1.0.0"), "npm", [advisory({})])).toEqual(["CVE-2024-1 affected"]);
  });

  it("treats a version that cannot be ordered as unknown, never safe", () => {
    const fixed = [advisory({ ranges: upTo("1.0.0") })];
    expect(statuses(npm("unknown"), "npm", fixed)).toEqual(["CVE-2024-1 unknown"]);
    expect(match(npm("1.x"), "npm", fixed).vulnerabilities[0]?.reason).toContain("cannot be ordered");
    // Ordered by a guess of the ecosystem's tools: affected if they say so, but not safe.
    expect(
      statuses(pack("pkg:pypi/p@2.0p1"), "pypi", [advisory({ ranges: [{ introduced: "1", fixed: "2" }] })]),
    ).toEqual(["CVE-2024-1 unknown"]);
    expect(statuses(pack("pkg:pypi/p@2.0p1"), "pypi", fixed)).toEqual(["CVE-2024-1 fixed 1.0.0"]);
    expect(statuses(npm("9".repeat(5_000)), "npm", fixed)).toEqual(["CVE-2024-1 unknown"]);
  });
});

describe("one finding a vulnerability and package", () => {
  it("names in common join statements, over a third one too, and the CVE leads", () => {
    const advisories = [
      advisory({ id: "PYSEC-2024-1", aliases: ["CVE-2024-1"], ranges: upTo("1.5"), source: "pysec" }),
      advisory({ id: "GHSA-a", aliases: ["CVE-2024-1", "X-1"], ranges: upTo("1.6"), source: "ghsa" }),
      advisory({ id: "Y-1", aliases: ["X-1"], ranges: upTo("1.4"), source: "other" }),
      advisory({ id: "CVE-2024-2", ranges: upTo("1.6") }),
    ];
    const { vulnerabilities } = match(pack("pkg:pypi/p@1.0"), "pypi", advisories);
    expect(vulnerabilities).toMatchObject([
      {
        id: "CVE-2024-1",
        aliases: ["GHSA-a", "PYSEC-2024-1", "X-1", "Y-1"],
        fixedIn: "1.6",
        sources: ["ghsa", "other", "pysec"],
      },
      { id: "CVE-2024-2", aliases: [] },
    ]);
  });

  it("splits an advisory of several vulnerabilities into findings, without its id as a name", () => {
    const advisories = [advisory({ id: "ALSA-1", covers: ["CVE-2024-1", "CVE-2024-2"], ranges: upTo("1.0-2.el9") })];
    const { vulnerabilities } = match(pack("pkg:rpm/almalinux/p@1.0-1.el9"), "almalinux-9", advisories, {
      os: { id: "almalinux", versionId: "9.4" },
    });
    expect(vulnerabilities).toMatchObject([
      { id: "CVE-2024-1", aliases: [] },
      { id: "CVE-2024-2", aliases: [] },
    ]);
    expect(vulnerabilities[0]?.evidence).toContain("ALSA-1");
  });

  it("takes the highest fix of several advisories on one vulnerability", () => {
    const advisories = ["1.0-2.el9", "1.0-10.el9"].map((fixed, at) =>
      advisory({ id: `ALSA-${at}`, covers: ["CVE-2024-1"], ranges: upTo(fixed) }),
    );
    const has = (version: string) =>
      statuses(pack(`pkg:rpm/almalinux/p@${version}?distro=almalinux-9`), "almalinux-9", advisories);
    expect(has("1.0-1.el9")).toEqual(["CVE-2024-1 fixed 1.0-10.el9"]);
    expect(has("1.0-3.el9")).toEqual(["CVE-2024-1 fixed 1.0-10.el9"]);
    expect(has("1.0-10.el9")).toEqual([]);
  });
});

describe("names and versions of languages", () => {
  it.each([
    ["pkg:pypi/Foo._Bar@1.0", "pypi", "foo-bar"],
    ["pkg:npm/%40scope/p@1.0.0", "npm", "@scope/p"],
    ["pkg:composer/Vendor/P@v1.0.0", "composer", "vendor/p"],
    ["pkg:nuget/Foo.Bar@1.0.0", "nuget", "foo.bar"],
    ["pkg:maven/org.apache/p@1.0", "maven", "org.apache:p"],
    ["pkg:golang/github.com/a/b@v1.0.0#cmd", "golang", "github.com/a/b"],
    ["pkg:golang/stdlib@go1.0.0", "golang", "stdlib"],
    ["pkg:golang/std@1.0.0", "golang", "stdlib"],
    ["pkg:golang/std@go1.0.0?type=module#net/http", "golang", "stdlib"],
    ["pkg:golang/github.com/a/std@v1.0.0", "golang", "github.com/a/std"],
    ["pkg:gem/p@1.0-x86_64-linux", "gem", "p"],
    ["pkg:generic/node@1.0.0", "runtimes", "node"],
    ["pkg:generic/go@1.0.0", "golang", "toolchain"],
  ])("%s is %s %s", (purl, shard, name) => {
    expect(statuses(pack(purl), shard, [advisory({ package: name, ranges: upTo("1.5") })])).toEqual([
      "CVE-2024-1 fixed 1.5",
    ]);
  });

  it.each([
    ["pkg:generic/consul@1.7.0", 1],
    ["pkg:generic/consul@1.8.0", 1],
    ["pkg:bitnami/consul@1.8.0-2", 1],
    ["pkg:generic/consul@1.8.0+ent", 1],
    ["pkg:generic/consul@1.6.0", 0],
    ["pkg:generic/consul@1.8.10", 0],
    ["pkg:generic/consul@8.0.0", 0],
    ["pkg:generic/openjdk@1.8.0_1", 0],
    ["pkg:bitnami/jre@1.8.0_1", 0],
  ])("only a JDK writes its releases as 1.8.0: %s", (purl, count) => {
    const advisories = ["consul", "java", "jre"].map((name) =>
      advisory({ package: name, ranges: [{ introduced: "1.7.0", fixed: "1.8.10" }] }),
    );
    expect(match(pack(purl), "bitnami", advisories).vulnerabilities).toHaveLength(count);
  });

  it("reads Go's releases, with a vendor's suffix or as a pre-release", () => {
    const std = (version: string) =>
      statuses(pack(`pkg:golang/stdlib@${version}`), "golang", [
        advisory({ package: "stdlib", ranges: [{ introduced: "1.21.0-0", fixed: "1.21.3" }] }),
      ]).length;
    expect(["1.20.9", "1.21rc2", "v1.21.2", "1.21.3", "1.21.3-X:nodwarf5", "1.21.2-acme"].map(std)).toEqual([
      0, 1, 1, 0, 0, 1,
    ]);
    expect(["1.21.3-0.20230926150000-abcdefabcdef", "1.21.4-0.20230926150000-abcdefabcdef"].map(std)).toEqual([1, 0]);
  });

  it("reports packages without a shard", () => {
    const kinds = [
      "pkg:swift/a/p@1",
      "pkg:generic/nginx@1",
      "pkg:deb/debian/p@1?distro=debian-sid",
      "nonsense",
      "pkg:rpm/fedora/p@1?distro=fedora-42",
      "pkg:COCOAPODS/p@1",
      "pkg:composer/php@8.4.1",
      "pkg:maven/p@1",
    ];
    const { unjudged } = match(
      kinds.map((purl) => pack(purl, { name: "p", version: "1" })),
      "npm",
      [],
    );
    expect(unjudged.map(({ reason }) => reason)).toEqual([
      'no advisories are read for packages of the kind "swift"',
      "the store has no advisories for bitnami",
      "no advisories are read for debian sid",
      "it has no package URL",
      "no advisories are read for fedora 42",
      'no advisories are read for packages of the kind "cocoapods"',
      "names without a vendor are PHP and its extensions, no packages of Packagist",
      "their purls have no group",
    ]);
  });

  it.each([
    ["pkg:gem/p@1.0", {}, 0],
    ["pkg:gem/p@1.0?platform=ruby", {}, 0],
    ["pkg:gem/p@1.0?platform=x86_64-linux", {}, 0],
    ["pkg:gem/p@1.0-x86_64-linux-gnu", {}, 0],
    ["pkg:gem/p@1.0", { path: "/srv/java/specifications/p-1.0.gemspec" }, 0],
    ["pkg:gem/p@1.0?platform=java", {}, 1],
    ["pkg:gem/p@1.0?platform=universal-java-17", {}, 1],
    ["pkg:gem/p@1.0-java", {}, 1],
    ["pkg:gem/p@1.0-jruby", {}, 1],
    ["pkg:gem/p@1.0", { path: "/app/vendor/bundle/ruby/3.4.0/specifications/p-1.0-java.gemspec" }, 1],
    ["pkg:gem/p@1.0", { path: "/opt/jruby/lib/ruby/gems/shared/specifications/p-1.0.gemspec" }, 1],
  ])("a record on JRuby alone is about %s %j: %i", (purl, more, count) => {
    const of = (architectures?: string[]) =>
      match(pack(purl, more), "gem", [advisory({ ranges: upTo("1.5"), ...(architectures && { architectures }) })]);
    expect(of(["java"]).vulnerabilities).toHaveLength(count);
    expect(of().vulnerabilities).toHaveLength(1);
  });

  it("leaves a language's package to the distribution whose package contains it", () => {
    const packages = [
      pack("pkg:deb/debian/python3-requests@2.32.3%2Bdfsg-5?distro=debian-13"),
      pack("pkg:pypi/requests@2.32.3", { path: "/usr/lib/python3/dist-packages/requests-2.32.3.dist-info/METADATA" }),
      pack("pkg:pypi/requests@2.30.0", {
        path: "/app/lib/python3.13/site-packages/requests-2.30.0.dist-info/METADATA",
      }),
    ];
    const { vulnerabilities, said } = match(packages, "pypi", [advisory({ package: "requests", ranges: upTo("3") })]);
    expect(vulnerabilities.map(({ installed }) => installed)).toEqual(["2.30.0"]);
    expect(said("requests", "CVE-2024-1")).toContain("python3-requests");
  });
});

describe("as of a day", () => {
  it("leaves out what was published later, and CVE ids of later years", () => {
    const advisories = [
      advisory({ id: "CVE-2024-1", published: "2024-03-01" }),
      advisory({ id: "CVE-2024-2", published: "2024-03-02" }),
      advisory({ id: "CVE-2024-3" }),
      advisory({ id: "CVE-2025-4" }),
    ];
    expect(match(npm("1.0.0"), "npm", advisories, { asOf: "2024-03-01" }).vulnerabilities.map(({ id }) => id)).toEqual([
      "CVE-2024-1",
      "CVE-2024-3",
    ]);
  });
});

describe("severity", () => {
  const of = (advisories: readonly Advisory[]) => match(npm("1.0.0"), "npm", advisories).vulnerabilities[0];
  const v3 = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H";

  it("takes the source's severity, else the newest CVSS score, else unknown, with its origin", () => {
    expect(of([advisory({ severity: "low", vectors: [v3] })])).toMatchObject({
      severity: "low",
      severitySource: "test",
      score: 9.8,
    });
    expect(of([advisory({ vectors: [v3, "AV:N/AC:L/Au:N/C:P/I:P/A:P"] })])).toMatchObject({
      severity: "critical",
      severitySource: "cvss:3.1 of test",
    });
    expect(of([advisory({ vectors: ["AV:N/AC:L/Au:N/C:P/I:P/A:P"] })])).toMatchObject({ severity: "high", score: 7.5 });
    expect(of([advisory({ vectors: ["CVSS:3.1/AV:N", "nonsense"] })])).toMatchObject({
      severity: "unknown",
      severitySource: "none",
    });
  });

  it("finds known exploitation by any of a vulnerability's CVE ids", () => {
    const kev = { added: "2024-01-02", ransomware: true };
    const vulnerabilityFacts = {
      kev: (cve: string) => (cve === "CVE-2024-1" ? kev : undefined),
      epss: () => undefined,
    };
    const { vulnerabilities } = match(npm("1.0.0"), "npm", [advisory({ id: "GHSA-a", aliases: ["CVE-2024-1"] })], {
      vulnerabilityFacts,
    });
    expect(vulnerabilities).toMatchObject([{ id: "CVE-2024-1", kev }]);
  });
});
