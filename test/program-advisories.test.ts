// Programs that no package manager brought, against records of Bitnami's form: each trap of that data is a case. The records are made up.
import { beforeAll, describe, expect, it } from "vitest";
import { programs } from "../src/data/programs/index.ts";
import type { AdvisoryShard } from "../src/domain/advisory/advisory.ts";
import type { PackageInfo } from "../src/domain/image/image-info.ts";
import { matchPackages } from "../src/vulnerabilities/matching/match-packages.ts";
import { compileFeeds, type Compiled } from "../src/pipeline/verbs/advisories/compile.ts";
import { openShard } from "../src/sources/advisories/store/shard-file.ts";

type Events = readonly Readonly<Record<string, string>>[];
let number = 0;
/** `cpe`: vendor, product and `target_sw`. */
const bitnami = (
  name: string,
  cve: string,
  events: Events,
  { cpe = "", details = "x", url = "https://nvd.example/" } = {},
) => {
  const [vendor = "", product = "", software = "*"] = cpe.split(" ");
  return {
    schema_version: "1.6.2",
    id: `BIT-${name}-2024-${++number}`,
    details,
    aliases: [cve],
    affected: [
      {
        package: { ecosystem: "Bitnami", name, purl: `pkg:bitnami/${name}` },
        severity: [{ type: "CVSS_V3", score: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H" }],
        ranges: [{ type: "SEMVER", events }],
      },
    ],
    database_specific: {
      severity: "Critical",
      ...(cpe === "" ? {} : { cpes: [`cpe:2.3:a:${vendor}:${product}:*:*:*:*:*:${software}:*:*`] }),
    },
    references: [{ type: "WEB", url }],
    published: "2024-03-06T10:50:00Z",
    modified: "2024-03-06T10:50:00Z",
  };
};
const until = (fixed: string, introduced = "0"): Events => [{ introduced }, { fixed }];
const jdk =
  "Vulnerability in the Oracle Java SE, Oracle GraalVM for JDK product of Oracle Java SE (component: Hotspot).";

const records = [
  bitnami("apache", "CVE-2024-1", until("2.4.62"), { cpe: "apache http_server" }),
  bitnami("postgresql", "CVE-2024-2", [{ introduced: "16.0.0" }, { fixed: "16.5.0" }], {
    cpe: "postgresql postgresql",
  }),
  bitnami("postgresql", "CVE-2024-3", until("16.4.0"), { cpe: "postgresql postgresql" }),
  bitnami("python", "CVE-2024-4", [{ introduced: "3.13.0-rc1" }, { fixed: "3.13.0" }], { cpe: "python python" }),
  bitnami("libpython", "CVE-2024-5", until("99.0.0"), { cpe: "python python" }),
  bitnami("mysql-client", "CVE-2024-6", until("99.0.0"), { cpe: "mariadb mariadb" }),
  bitnami("mariadb", "CVE-2024-6", until("11.4.6"), { cpe: "mariadb mariadb" }),
  bitnami("golang", "CVE-2024-7", [{ introduced: "1.22.0-0" }, { fixed: "1.22.4" }], { cpe: "golang go" }),
  bitnami("java", "CVE-2024-8", [...until("1.8.0"), ...until("8.0.411", "1.9.0"), ...until("17.0.9", "12.0.0")], {
    cpe: "bellsoft libericajdk",
    details: jdk,
  }),
  bitnami("java", "CVE-2024-9", until("8.0.421"), {
    cpe: "bellsoft libericajdk",
    details: "A vulnerability in libxml2's xmlBuildQName.",
  }),
  bitnami("java", "CVE-2024-10", until("24.0.0"), {
    cpe: "bellsoft libericajdk",
    details: "Vulnerability in the Oracle GraalVM Enterprise Edition product of Oracle GraalVM (component: Node).",
  }),
  bitnami("java", "CVE-2024-11", [{ introduced: "1.8.0-333" }, { last_affected: "1.8.0-333" }], {
    cpe: "bellsoft libericajdk",
    details: jdk,
  }),
  bitnami("java", "CVE-2024-12", until("8.0.500"), {
    cpe: "bellsoft libericajdk",
    details: "Vulnerability in the Oracle Java SE product of Oracle Java SE (component: JavaFX).",
  }),
  bitnami("wordpress", "CVE-2024-13", until("99.0.0"), { cpe: "amen_project amen wordpress" }),
  bitnami("wordpress", "CVE-2024-14", [{ introduced: "6.7.2-7" }, { fixed: "6.8.2-1" }], {
    cpe: "wordpress wordpress",
    url: "https://github.com/bitnami/charts/security/advisories/GHSA-wgg9",
  }),
  bitnami("wordpress", "CVE-2024-15", until("6.4.3"), { cpe: "wordpress wordpress" }),
  bitnami("git", "CVE-2024-16", until("99.0.0"), { cpe: "git git ruby" }),
  bitnami("git", "CVE-2024-17", until("2.45.1"), { cpe: "git git" }),
  bitnami("nextcloud", "CVE-2024-18", until("99.0.0"), { cpe: "nextcloud nextcloud android" }),
  bitnami("openldap", "CVE-2024-19", until("2.4.46-10.el8"), { cpe: "openldap openldap" }),
  bitnami("openldap", "CVE-2024-20", until("2.5.14"), { cpe: "openldap openldap" }),
  bitnami("cassandra", "CVE-2024-21", until("4.0.20-0", "4.0.0"), { cpe: "apache cassandra" }),
  bitnami("sqlite", "CVE-2024-22", [{ introduced: "3.0.0" }], { cpe: "sqlite sqlite" }),
  bitnami("node", "CVE-2024-23", until("18.20.5", "18.0.0"), { cpe: "nodejs node.js" }),
  bitnami("sass", "CVE-2024-24", [{ introduced: "3.6.5-8-g210218" }, { fixed: "3.6.6" }], { cpe: "sass-lang libsass" }),
  bitnami("clickhouse", "CVE-2024-25", until("99.0.0"), { cpe: "clickhouse-driver_project clickhouse-driver" }),
  { vulnerable: "18.x", patched: "^18.20.5", cve: ["CVE-2024-23"], overview: "x", publish_date: "2024-07-01" },
  {
    id: "GO-2024-7",
    aliases: ["CVE-2024-7"],
    affected: [
      {
        package: { ecosystem: "Go", name: "stdlib" },
        ranges: [{ type: "SEMVER", events: [{ introduced: "0" }, { fixed: "1.22.4" }] }],
      },
    ],
    modified: "2024-06-01T00:00:00Z",
  },
];

let compiled: Compiled;
const shards = new Map<string, AdvisoryShard>();
beforeAll(async () => {
  const text = records.map((record) => JSON.stringify(record)).join("\n");
  compiled = await compileFeeds(
    [{ name: "records.jsonl", date: "2026-11-01", read: () => Promise.resolve(Buffer.from(text)) }],
    { progress: () => {} },
  );
  for (const bytes of compiled.shards) {
    const shard = openShard(bytes, "a test");
    shards.set(shard.name, shard);
  }
});

const pack = (purl: string, path = "/usr/local/bin/x"): PackageInfo => {
  const [, name = "", version = ""] = /([^/]+)@(.+)$/.exec(purl) ?? [];
  return { purl, name, version, layer: 0, path };
};
const matched = (...purls: string[]) =>
  matchPackages(
    purls.map((purl) => pack(purl)),
    {},
    (name) => shards.get(name),
  );
const ids = (purl: string) =>
  matched(purl)
    .vulnerabilities.map(({ id, fixedIn }) => [id, fixedIn].join(" ").trim())
    .sort();

describe("names", () => {
  it.each([
    ["pkg:generic/httpd@2.4.61", ["CVE-2024-1 2.4.62"]],
    ["pkg:generic/apache2@2.4.61", ["CVE-2024-1 2.4.62"]],
    ["pkg:generic/mariadb@11.4.2", ["CVE-2024-6 11.4.6"]],
    ["pkg:generic/mysql@8.0.30", []],
    ["pkg:generic/python@3.12.0", []],
    ["pkg:generic/openjdk@17.0.8.1", ["CVE-2024-8 17.0.9"]],
    ["pkg:generic/oracle-jdk@17.0.8", ["CVE-2024-8 17.0.9"]],
    ["pkg:generic/go@1.22.0", ["CVE-2024-7 1.22.4"]],
    // What Go built is Go's own advisories' to judge.
    ["pkg:golang/stdlib@1.22.0", ["CVE-2024-7 1.22.4"]],
    ["pkg:golang/github.com/prometheus/prometheus@v0.48.0", []],
  ])("%s: %j", (purl, expected) => {
    expect(ids(purl)).toEqual(expected);
  });

  it("Oracle's MySQL has no records, and is told so by name and version", () => {
    expect(
      matched("pkg:generic/mysql@8.0.30").unjudged.map(
        ({ package: one, reason }) => `${one.name} ${one.version}: ${reason}`,
      ),
    ).toEqual(["mysql 8.0.30: no feed has advisories for them when no package manager brought them"]);
  });
});

describe("versions", () => {
  it.each([
    ["pkg:generic/postgresql@16.4", ["CVE-2024-2 16.5.0"]],
    ["pkg:generic/postgresql@16.3", ["CVE-2024-2 16.5.0", "CVE-2024-3 16.4.0"]],
    ["pkg:generic/postgresql@16.5", []],
    ["pkg:generic/python@3.13.0rc1", ["CVE-2024-4 3.13.0"]],
    ["pkg:generic/python@3.13.0b4", []],
    ["pkg:generic/python@3.13.0", []],
    ["pkg:generic/go@1.22rc1", ["CVE-2024-7 1.22.4"]],
    ["pkg:generic/openjdk@1.8.0_402", ["CVE-2024-8 8.0.411"]],
    ["pkg:generic/openjdk@8u402-b06", ["CVE-2024-8 8.0.411"]],
    ["pkg:generic/openjdk@1.8.0_333", ["CVE-2024-11", "CVE-2024-8 8.0.411"]],
    ["pkg:generic/openjdk@1.8.0_411", []],
    ["pkg:generic/openjdk@17.0.9+9-LTS", []],
    ["pkg:generic/cassandra@4.0.19", ["CVE-2024-21 4.0.20"]],
    ["pkg:generic/cassandra@4.0.20", []],
    ["pkg:bitnami/cassandra@4.0.20-0", []],
    ["pkg:bitnami/cassandra@4.0.19-r3", ["CVE-2024-21 4.0.20"]],
    ["pkg:bitnami/postgresql@16.4.0-3", ["CVE-2024-2 16.5.0"]],
    ["pkg:bitnami/mysql-client@11.4.2-0", ["CVE-2024-6 99.0.0"]],
    // A distribution's bound says nothing of upstream's versions.
    ["pkg:generic/openldap@2.4.40", ["CVE-2024-20 2.5.14"]],
    ["pkg:generic/openldap@2.5.14", []],
  ])("%s: %j", (purl, expected) => {
    expect(ids(purl)).toEqual(expected);
  });

  it("are shown as upstream writes them", () => {
    const [one] = matched("pkg:generic/postgresql@16.4").vulnerabilities;
    expect(one).toMatchObject({
      installed: "16.4",
      purl: "pkg:generic/postgresql@16.4",
      severity: "critical",
      score: 9.8,
    });
  });

  it("without an upper bound: no fixed version is recorded", () => {
    expect(matched("pkg:generic/sqlite@3.40.1").vulnerabilities).toMatchObject([
      { id: "CVE-2024-22", status: "affected", reason: "no fixed version is recorded" },
    ]);
  });

  it("that have no order are unknown, never safe", () => {
    expect(matched("pkg:bitnami/sass@3.6.5-1").vulnerabilities).toMatchObject([
      { id: "CVE-2024-24", status: "unknown" },
    ]);
    expect(matched("pkg:generic/httpd@trunk-1234").vulnerabilities).toMatchObject([
      { id: "CVE-2024-1", status: "unknown" },
    ]);
  });
});

describe("what a record is about", () => {
  it("a plug-in, a gem, a telephone's app and a driver are none of the component", () => {
    expect(ids("pkg:generic/wordpress@6.8.2")).toEqual([]);
    expect(ids("pkg:generic/git@2.45.0")).toEqual(["CVE-2024-17 2.45.1"]);
    expect(ids("pkg:generic/nextcloud@30.0.0")).toEqual([]);
    expect(compiled.collected.leftOut.get("its CPEs name something else than the component")).toBe(4);
    expect(compiled.collected.leftOut.get("its versions are those of a distribution's package")).toBe(1);
    expect(compiled.collected.malformed).toEqual([]);
  });

  it("JavaFX and what it brings count where JavaFX is, GraalVM's for no other JDK", () => {
    expect(ids("pkg:generic/openjdk@1.8.0_450")).toEqual([]);
    expect(ids("pkg:generic/javafx@8.0.402")).toEqual(["CVE-2024-12 8.0.500", "CVE-2024-9 8.0.421"]);
    expect(ids("pkg:generic/javafx@17.0.9")).toEqual([]);
    expect(ids("pkg:generic/openjdk@21.0.2")).toEqual([]);
  });

  it("what is wrong with Bitnami's own packing counts for what Bitnami packed", () => {
    expect(ids("pkg:generic/wordpress@6.8.1")).toEqual([]);
    expect(ids("pkg:bitnami/wordpress@6.8.2-0")).toEqual(["CVE-2024-14 6.8.2-1"]);
    expect(ids("pkg:bitnami/wordpress@6.8.2-1")).toEqual([]);
    expect(ids("pkg:bitnami/wordpress@6.7.2-6")).toEqual([]);
  });
});

describe("what the records do not cover", () => {
  it("a quiet answer names the program, its version and the years", () => {
    const { vulnerabilities, unjudged, notes } = matched("pkg:generic/httpd@2.4.62", "pkg:generic/git@2.46.0");
    expect([vulnerabilities, unjudged]).toEqual([[], []]);
    expect(notes).toEqual([
      "programs with no known vulnerability since 2020 in Bitnami's records, which list none before: git 2.46.0, httpd 2.4.62",
    ]);
  });

  it("a component that the records have no more is not judged", () => {
    expect(matched("pkg:generic/haproxy@2.6.12").unjudged).toMatchObject([
      { reason: "they are not, or no longer, maintained in Bitnami's records" },
    ]);
  });

  it("without the feed nothing is judged", () => {
    const { unjudged } = matchPackages([pack("pkg:generic/nginx@1.27.3")], {}, () => undefined);
    expect(unjudged).toMatchObject([{ reason: "the store has no advisories for bitnami" }]);
  });
});

describe("one finding of one CVE", () => {
  it("whatever feeds name it", () => {
    expect(matched("pkg:generic/node@18.20.4").vulnerabilities).toMatchObject([
      { id: "CVE-2024-23", sources: ["bitnami", "node-core"], fixedIn: "18.20.5" },
    ]);
    const [go, ...others] = matched("pkg:generic/go@1.22.0").vulnerabilities;
    expect(others).toEqual([]);
    expect(go).toMatchObject({ id: "CVE-2024-7", sources: ["bitnami", "go-vulndb"] });
    expect(go?.aliases).toContain("GO-2024-7");
  });

  it("whether by Go's module or by the program's own text", () => {
    const shard = { ...shards.get("bitnami"), name: "golang", scheme: "go" } as AdvisoryShard;
    const golang: AdvisoryShard = {
      ...shard,
      find: (name) => (name === "github.com/x/apache" ? (shards.get("bitnami")?.find("apache") ?? []) : []),
    };
    const found = [
      pack("pkg:golang/github.com/x/apache@v2.4.1", "/bin/a"),
      pack("pkg:generic/httpd@2.4.1", "/bin/a"),
      pack("pkg:generic/httpd@2.4.1", "/bin/b"),
    ];
    const { vulnerabilities } = matchPackages(found, {}, (name) => (name === "golang" ? golang : shards.get(name)));
    expect(vulnerabilities.map(({ purl, path }) => `${purl} ${path}`)).toEqual([
      "pkg:golang/github.com/x/apache@v2.4.1 /bin/a",
      "pkg:generic/httpd@2.4.1 /bin/b",
    ]);
  });
});

describe("the table", () => {
  it("has one row for each name, and no name that a purl would have to escape", () => {
    const names = programs.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z][a-z0-9-]*$/);
  });
});
