import { describe, expect, it } from "vitest";
import { readAdvisories } from "../../../test/read-advisories.ts";

const bare = { aliases: [], covers: [], ranges: [], versions: [], vectors: [] };
const osv = { id: "PYSEC-2024-1", modified: "2024-01-02T00:00:00Z" };
const affected = (
  ecosystem: string,
  name: string,
  events: readonly object[] = [{ introduced: "0" }, { fixed: "2" }],
) => ({
  package: { ecosystem, name },
  ranges: [{ type: "ECOSYSTEM", events }],
});

describe("OSV", () => {
  it("reads names, dates, vectors and events in any order", () => {
    const record = {
      ...osv,
      aliases: ["GHSA-aaaa-bbbb-cccc", "CVE-2024-1"],
      published: "2024-01-01T10:00:00Z",
      summary: "Long  words\nof `code`",
      severity: [{ type: "CVSS_V3", score: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H" }],
      affected: [
        {
          ...affected("PyPI", "Foo._Bar", [{ fixed: "2" }, { introduced: "1", last_affected: "3" }]),
          versions: ["1.5"],
        },
      ],
    };
    expect(readAdvisories(record, "x.json")).toEqual({
      format: "osv",
      parsed: [
        {
          kind: "statement",
          shard: "pypi",
          events: [
            [
              { kind: "fixed", version: "2" },
              { kind: "introduced", version: "1" },
              { kind: "last-affected", version: "3" },
            ],
          ],
          advisory: {
            ...bare,
            id: "PYSEC-2024-1",
            aliases: ["CVE-2024-1", "GHSA-aaaa-bbbb-cccc"],
            package: "foo-bar",
            state: "affected",
            versions: ["1.5"],
            vectors: ["CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"],
            published: "2024-01-01",
            summary: "Long words of code",
            source: "pysec",
          },
        },
      ],
    });
  });

  it.each([
    ["PyPI", "A_b", "pypi", "a-b"],
    ["npm", "@scope/Name", "npm", "@scope/Name"],
    ["Go", "stdlib", "golang", "stdlib"],
    ["crates.io", "serde", "cargo", "serde"],
    ["RubyGems", "rails", "gem", "rails"],
    ["Packagist", "Symfony/Http", "composer", "symfony/http"],
    ["Maven", "org.a:b", "maven", "org.a:b"],
    ["NuGet", "Newtonsoft.Json", "nuget", "newtonsoft.json"],
    ["Debian:12", "openssl", "debian-12", "openssl"],
    ["Ubuntu:22.04:LTS", "openssl", "ubuntu-22.04", "openssl"],
    ["Alpine:v3.20", "musl", "alpine-3.20", "musl"],
    ["AlmaLinux:9", "curl", "almalinux-9", "curl"],
    ["Rocky Linux:8", "curl", "rocky-8", "curl"],
    ["Red Hat:enterprise_linux:9::baseos", "curl", "redhat-9", "curl"],
    ["SUSE:Linux Enterprise Server 15 SP6", "curl", "sles-15.6", "curl"],
    ["openSUSE:Leap 15.6", "curl", "opensuse-leap-15.6", "curl"],
    ["Wolfi", "curl", "wolfi", "curl"],
  ])("of %s %s goes to %s %s", (ecosystem, name, shard, packageName) => {
    const [statement] = readAdvisories({ ...osv, affected: [affected(ecosystem, name)] }, "x.json")!.parsed;
    expect(statement).toMatchObject({ kind: "statement", shard, advisory: { package: packageName } });
  });

  it("reads the channel of Ubuntu Pro", () => {
    const channels = ["Pro:18.04:LTS", "Pro:FIPS-updates:20.04:LTS"].map((rest) => {
      const [statement] = readAdvisories(
        { ...osv, affected: [affected(`Ubuntu:${rest}`, "openssl")] },
        "x.json",
      )!.parsed;
      return statement?.kind === "statement" ? statement.advisory.channel : undefined;
    });
    expect(channels).toEqual(["esm", "pro-fips-updates"]);
  });

  it("covers the vulnerabilities of a bundle, with severity and module stream from the title", () => {
    const record = {
      id: "ALSA-2024:1",
      summary: "Important: nodejs:18 security update",
      related: ["CVE-2024-2", "CVE-2024-1"],
      affected: [affected("AlmaLinux:9", "nodejs", [{ introduced: "0" }, { fixed: "1:18.1-1.module_el9.1.0+1+abc" }])],
    };
    expect(readAdvisories(record, "x.json")!.parsed[0]).toMatchObject({
      advisory: {
        aliases: [],
        covers: ["CVE-2024-1", "CVE-2024-2"],
        severity: "high",
        module: "nodejs:18",
        source: "almalinux",
      },
    });
  });

  it("adds the CVE of a distribution's record as an alias", () => {
    const record = {
      id: "UBUNTU-CVE-2024-1",
      severity: [{ type: "Ubuntu", score: "negligible" }],
      affected: [affected("Ubuntu:24.04:LTS", "bash")],
    };
    expect(readAdvisories(record, "x.json")!.parsed[0]).toMatchObject({
      advisory: { aliases: ["CVE-2024-1"], covers: [], severity: "negligible", source: "ubuntu" },
    });
  });

  it.each([
    ["withdrawn", { ...osv, withdrawn: "2024-01-01T00:00:00Z", affected: [affected("PyPI", "a")] }],
    ["there is no shard for OSS-Fuzz", { ...osv, affected: [affected("OSS-Fuzz", "a")] }],
    [
      "tells commits, no versions",
      { ...osv, affected: [{ package: { ecosystem: "PyPI", name: "a" }, ranges: [{ type: "GIT", events: [] }] }] },
    ],
    ["names no package", { ...osv, affected: [{ ranges: [{ type: "GIT", events: [] }] }] }],
  ])("is left out: %s", (why, record) => {
    expect(readAdvisories(record, "x.json")!.parsed).toEqual([{ kind: "left-out", what: "PYSEC-2024-1", why }]);
  });

  it.each([
    ["its id is not text without blanks", { ...osv, id: "a b", affected: [] }],
    ["a range introduces nothing", { ...osv, affected: [affected("PyPI", "a", [{ fixed: "2" }])] }],
    [
      '"fixed" of a range is not a version',
      { ...osv, affected: [affected("PyPI", "a", [{ introduced: "0" }, { fixed: 2 }])] },
    ],
    ["an affected version is not text", { ...osv, affected: [{ ...affected("PyPI", "a"), versions: [1.1] }] }],
  ])("is named as malformed: %s", (why, record) => {
    expect(readAdvisories(record, "x.json")!.parsed).toMatchObject([{ kind: "malformed", why }]);
  });
});
