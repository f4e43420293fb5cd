import { describe, expect, it } from "vitest";
import type { AffectedRange } from "../../domain/advisory/advisory.ts";
import { readAdvisories } from "../../../test/read-advisories.ts";

describe("databases of languages", () => {
  it("inverts the safe versions of rubysec", () => {
    const record = {
      gem: "rack",
      cve: "2024-1",
      ghsa: "aaaa-bbbb-cccc",
      url: "u",
      title: "T",
      date: "2024-02-03",
      patched_versions: ["~> 2.2.8", ">= 3.0.1, != 9"],
      unaffected_versions: ["< 1.0"],
    };
    expect(readAdvisories(record, "gems/rack/CVE-2024-1.yml")!.parsed).toEqual([
      { kind: "malformed", what: "CVE-2024-1", why: '">= 3.0.1, != 9" is not a requirement of Ruby\'s' },
    ]);
    const [statement] = readAdvisories({ ...record, patched_versions: ["~> 2.2.8", ">= 3.0.1"] }, "x.yml")!.parsed;
    expect(statement).toMatchObject({
      shard: "gem",
      safe: [[{ introduced: "2.2.8", fixed: "2.3.A" }], [{ introduced: "3.0.1" }], [{ introduced: "0", fixed: "1.0" }]],
      advisory: { id: "CVE-2024-1", aliases: ["GHSA-aaaa-bbbb-cccc"], published: "2024-02-03" },
    });
  });

  it.each([
    [{ gem: "nokogiri", platform: "jruby" }, ["java"]],
    [{ gem: "nokogiri" }, undefined],
    [{ gem: "nokogiri", platform: "windows" }, undefined],
    // It runs nowhere else, whatever its platform is called.
    [{ gem: "jruby-openssl", platform: "jruby" }, undefined],
  ])("rubysec's %j is about the platforms %j", (fields, architectures) => {
    const record = { ...fields, cve: "2024-1", url: "u", patched_versions: [">= 1"] };
    const [read] = readAdvisories(record, "gems/x.yml")!.parsed;
    expect(read?.kind === "statement" && read.advisory.architectures).toEqual(architectures);
  });

  it.each([
    ["^1.2.3", { introduced: "1.2.3", fixed: "2.0.0-0" }],
    ["^0.2", { introduced: "0.2.0", fixed: "0.3.0-0" }],
    ["^0.0.3", { introduced: "0.0.3", fixed: "0.0.4-0" }],
    ["1.2.3", { introduced: "1.2.3", fixed: "2.0.0-0" }],
    ["~1.2.3", { introduced: "1.2.3", fixed: "1.3.0-0" }],
    ["1.2.*", { introduced: "1.2.0", fixed: "1.3.0-0" }],
    [">= 0.9.1", { introduced: "0.9.1" }],
    ["> 1.2", { introduced: "1.2.0", exclusive: true }],
    ["= 1.0.0", { introduced: "1.0.0", lastAffected: "1.0.0" }],
    ["<1", { introduced: "0", fixed: "1.0.0" }],
  ])("RustSec: %s", (text, range) => {
    const record = {
      advisory: { id: "RUSTSEC-2024-1", package: "a", date: "2024-01-01" },
      versions: { patched: [text] },
    };
    expect(readAdvisories(record, "crates/a/x.md")!.parsed[0]).toMatchObject({ shard: "cargo", safe: [[range]] });
  });

  it.each([
    ["unmaintained", { state: "notice", reason: "a notice (unmaintained)" }],
    ["unsound", { state: "affected" }],
  ])("RustSec's notices are kept as what they are, from its own files and from OSV: %s", (informational, told) => {
    const own = { advisory: { id: "RUSTSEC-2024-1", package: "a", informational }, versions: { patched: [] } };
    const osv = {
      id: "RUSTSEC-2024-1",
      affected: [
        {
          package: { ecosystem: "crates.io", name: "a" },
          ranges: [{ type: "SEMVER", events: [{ introduced: "0.0.0-0" }] }],
          database_specific: { informational },
        },
      ],
    };
    for (const [record, path] of [
      [own, "crates/a/x.md"],
      [osv, "x.json"],
    ] as const)
      expect(readAdvisories(record, path)!.parsed[0]).toMatchObject({ shard: "cargo", advisory: told });
  });

  it("indexes Go modules as written and in lower case, as in package URLs", () => {
    const record = {
      id: "GO-2024-1",
      affected: [
        {
          package: { ecosystem: "Go", name: "github.com/A/b" },
          ranges: [{ type: "SEMVER", events: [{ introduced: "0" }] }],
        },
      ],
    };
    const names = readAdvisories(record, "x.json")!.parsed.map(
      (one) => one.kind === "statement" && one.advisory.package,
    );
    expect(names).toEqual(["github.com/A/b", "github.com/a/b"]);
  });

  it("reads RustSec from Markdown", () => {
    const text =
      '```toml\n[advisory]\nid = "RUSTSEC-2024-1"\npackage = "a"\ndate = 2024-01-01\naliases = [\n  "CVE-2024-1", # one\n]\n\n[affected.functions]\n"a::b" = ["< 1"]\n[versions]\npatched = [">= 1.2"]\n```\n\n# A title\n\nText.\n';
    expect(readAdvisories(text, "crates/a/RUSTSEC-2024-1.md")!.parsed[0]).toMatchObject({
      safe: [[{ introduced: "1.2.0" }]],
      advisory: { id: "RUSTSEC-2024-1", aliases: ["CVE-2024-1"], published: "2024-01-01", summary: "A title Text." },
    });
    expect(readAdvisories("```toml\n[advisory]\nid = what is this\n```\n", "x.md")!.parsed).toEqual([
      { kind: "malformed", what: "x.md", why: "line 2 of its TOML is not understood" },
    ]);
  });

  it("reads the branches of FriendsOfPHP", () => {
    const record = {
      title: "T",
      cve: "CVE-2024-1",
      reference: "composer://A/B",
      branches: {
        "1.x": { time: "2024-03-02 10:00:00", versions: [">=1.0", "<1.5"] },
        "2.x": { time: "2024-03-01 10:00:00", versions: ["<=2.1"] },
      },
    };
    expect(readAdvisories(record, "a/b/CVE-2024-1.yaml")!.parsed[0]).toMatchObject({
      shard: "composer",
      within: [
        [{ introduced: "1.0-dev" }, { introduced: "0", fixed: "1.5-dev" }],
        [{ introduced: "0", lastAffected: "2.1" }],
      ],
      advisory: { id: "CVE-2024-1", package: "a/b", published: "2024-03-01" },
    });
  });

  it.each<[string, AffectedRange]>([
    [">=1.0-beta1", { introduced: "1.0-beta1" }],
    [">= 1.0.0-p1", { introduced: "1.0.0-p1" }],
    [">=1.0-stable", { introduced: "1.0-stable" }],
    [">=1.0.x-dev", { introduced: "1.0.x-dev" }],
    [">=1.0-rc1", { introduced: "1.0-rc1-dev" }],
    [">=1.0b2", { introduced: "1.0b2-dev" }],
    ["<1.7.0+build", { introduced: "0", fixed: "1.7.0-dev" }],
    ["<v2", { introduced: "0", fixed: "2-dev" }],
    ["<2.0-alpha.1", { introduced: "0", fixed: "2.0-alpha.1" }],
    [">1.0", { introduced: "1.0", exclusive: true }],
    ["<=1.0", { introduced: "0", lastAffected: "1.0" }],
    ["==1.0", { introduced: "1.0", lastAffected: "1.0" }],
    ["1.0", { introduced: "1.0", lastAffected: "1.0" }],
  ])("FriendsOfPHP's %s is what Composer makes of it", (text, range) => {
    const record = { reference: "composer://a/b", branches: { all: { versions: [text] } } };
    expect(readAdvisories(record, "a/b/1.yaml")!.parsed[0]).toMatchObject({ within: [[range]] });
  });

  it.each([
    ["a/b/CVE-2019-12139.yaml", undefined, "CVE-2019-12139"],
    ["CVE-2019-12139.yml", "~", "CVE-2019-12139"],
    ["a/b/CVE-2019-12139.yaml", "CVE-2020-1", "CVE-2020-1"],
    ["a/b/2019-05-12.yaml", undefined, "friendsofphp/a/b/2019-05-12"],
    ["a/b/CVE-2019-12139-1.yaml", undefined, "friendsofphp/a/b/CVE-2019-12139-1"],
    ["a/CVE-2019-1/x.yaml", undefined, "friendsofphp/a/b/x"],
  ])("FriendsOfPHP's record in %s with the cve %s is called %s", (path, cve, id) => {
    const record = { cve, reference: "composer://a/b", branches: { all: { versions: ["<1"] } } };
    expect(readAdvisories(record, path)!.parsed[0]).toMatchObject({ advisory: { id } });
  });

  it("reads Node.js advisories, one per file or all in one", () => {
    const record = {
      cve: ["CVE-2024-1"],
      vulnerable: "8.x || >=6.0.0 <6.2.0",
      patched: "^8.1.4",
      severity: "high",
      ref: "https://example.org/july-2017-security-releases/",
    };
    const statement = {
      shard: "runtimes",
      within: [
        [{ introduced: "8.0.0", fixed: "9.0.0" }],
        [{ introduced: "6.0.0" }, { introduced: "0", fixed: "6.2.0" }],
      ],
      safe: [[{ introduced: "8.1.4", fixed: "9.0.0" }]],
      advisory: { id: "CVE-2024-1", package: "node", severity: "high", published: "2017-07-01" },
    };
    expect(readAdvisories(record, "vuln/core/1.json")!.parsed).toMatchObject([statement]);
    expect(readAdvisories({ 1: record, 2: { ...record, cve: [] } }, "index.json")!.parsed).toMatchObject([
      statement,
      { advisory: { id: "node-core-2" } },
    ]);
  });

  it.each([
    ["16.0.0-beta.0", "16.0.0-beta"],
    ["20.0.0-next.0.0.0", "20.0.0-next"],
    ["16.0.0-beta.10", "16.0.0-beta.10"],
    ["16.0.0-beta0", "16.0.0-beta0"],
    ["16.0.0-0", "16.0.0-0"],
    ["16.0.0", "16.0.0"],
    ["1.0", "1.0"],
    ["3.0.0.beta.3", "3.0.0.beta.3"],
  ])("retire.js has 0 for missing parts: %s is at %s", (bound, at) => {
    const record = {
      next: { vulnerabilities: [{ atOrAbove: bound, below: "99.0.0", identifiers: { CVE: ["CVE-2024-1"] } }] },
    };
    expect(readAdvisories(record, "npmrepository.json")!.parsed[0]).toMatchObject({
      within: [[{ introduced: at, fixed: "99.0.0" }]],
    });
  });

  it("reads retire.js into the browser's shard and npm's", () => {
    const vulnerability = {
      below: "3.5.0",
      atOrAbove: "1.2.0",
      severity: "medium",
      identifiers: { CVE: ["CVE-2020-1"], githubID: "GHSA-aaaa-bbbb-cccc", summary: "XSS" },
    };
    const { parsed } = readAdvisories(
      { jquery: { npmname: "jquery", vulnerabilities: [vulnerability], extractors: { uri: ["(a+)+$"] } } },
      "jsrepository-v6.json",
    )!;
    expect(parsed).toMatchObject([
      {
        shard: "browser",
        within: [[{ introduced: "1.2.0", fixed: "3.5.0" }]],
        advisory: { id: "CVE-2020-1", aliases: ["GHSA-aaaa-bbbb-cccc"] },
      },
      { shard: "npm", advisory: { package: "jquery" } },
    ]);
  });
});
