import type { Report } from "../../src/domain/report/report.ts";
import type { Vulnerability } from "../../src/domain/advisory/vulnerability.ts";
import { remedies } from "../../src/vulnerabilities/remediation/remedies.ts";
import { byUrgency } from "../../src/vulnerabilities/severity-order.ts";
import { vulnerabilitiesFact } from "../../src/vulnerabilities/vulnerabilities-fact.ts";
import { rules } from "../../src/rules/index.ts";
import { runRules } from "../../src/rules/run/run-rules.ts";
import { poison } from "./poison.ts";
import { compareDeb } from "../../src/versions/deb.ts";

/** A vulnerability of openssl; `changes` make others of it. */
export function vulnerability(changes: Partial<Vulnerability> = {}): Vulnerability {
  return {
    id: "CVE-2024-1001",
    aliases: [],
    purl: "pkg:deb/debian/libssl3@3.0.11-1~deb12u1?arch=amd64",
    name: "libssl3",
    installed: "3.0.11-1~deb12u1",
    fixedIn: "3.0.13-1~deb12u1",
    status: "fixed",
    severity: "high",
    severitySource: "debian-tracker",
    sources: ["debian-tracker"],
    summary: "Excessive time spent checking keys",
    layer: 0,
    path: "/var/lib/dpkg/status",
    evidence: "debian-tracker: openssl is affected before 3.0.13-1~deb12u1, 3.0.11-1~deb12u1 is installed",
    ...changes,
  };
}

const curl = { purl: "pkg:deb/debian/curl@7.88.1-10?arch=amd64", name: "curl", installed: "7.88.1-10", layer: 2 };
const lodash = { purl: "pkg:npm/lodash@4.17.20", name: "lodash", installed: "4.17.20", layer: 3 };

export const sampleVulnerabilities: readonly Vulnerability[] = [
  vulnerability({
    kev: { added: "2024-02-01", due: "2024-02-22", ransomware: true },
    epss: { score: 0.944, percentile: 0.999 },
    severity: "critical",
  }),
  vulnerability({
    purl: "pkg:deb/debian/openssl@3.0.11-1~deb12u1?arch=amd64",
    name: "openssl",
    kev: { added: "2024-02-01", due: "2024-02-22", ransomware: true },
    epss: { score: 0.944, percentile: 0.999 },
    severity: "critical",
  }),
  vulnerability({ id: "CVE-2024-1002", severity: "low" }),
  vulnerability({
    ...curl,
    id: "CVE-2024-2001",
    fixedIn: "7.88.1-10+deb12u6",
    inUse: true,
    score: 9.8,
    vectors: ["CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"],
  }),
  vulnerability({ ...curl, id: "CVE-2024-2002", fixedIn: "7.88.1-10+deb12u8", severity: "medium", inUse: true }),
  vulnerability({
    ...lodash,
    id: "CVE-2021-23337",
    aliases: ["GHSA-35jh-r3h4-6jhm"],
    fixedIn: "4.17.21",
    severitySource: "cvss:3.1 of osv",
    sources: ["osv"],
    path: "/app/node_modules/lodash/package.json",
    inUse: false,
    summary: "Command injection in lodash",
  }),
  vulnerability({
    id: "CVE-2024-3001",
    name: "libsqlite3-0",
    purl: "pkg:deb/debian/libsqlite3-0@3.40.1-2?arch=amd64",
    installed: "3.40.1-2",
    fixedIn: undefined,
    status: "deferred",
    reason: "Minor issue",
    severity: "medium",
  } as unknown as Partial<Vulnerability>),
  vulnerability({
    id: "CVE-2010-4756",
    name: "libc6",
    purl: "pkg:deb/debian/libc6@2.36-9?arch=amd64",
    installed: "2.36-9",
    status: "affected",
    severity: "negligible",
  }),
  vulnerability({
    id: "CVE-2024-5001",
    name: "linux-libc-dev",
    purl: "pkg:deb/debian/linux-libc-dev@6.1.76-1?arch=amd64",
    installed: "6.1.76-1",
    fixedIn: "6.1.90-1",
    suppressed: { by: "vendor", reason: "only the kernel's headers are installed", where: "linux-libc-dev" },
  }),
  vulnerability({
    ...curl,
    id: "CVE-2024-2003",
    suppressed: {
      by: "ignore",
      reason: "no such protocol is built in",
      where: "hullproof.yaml: vulnerabilities.ignore, CVE-2024-2003 until 2027-01-31",
    },
  }),
].map((one) => {
  const { fixedIn, ...rest } = one;
  return fixedIn === undefined || one.status !== "fixed" ? rest : one;
});

const packages = [...new Map(sampleVulnerabilities.map((one) => [one.purl, one])).values()].map(
  ({ purl, name, installed, layer, path }) => ({
    purl,
    name,
    version: installed,
    layer,
    path,
    ...(/libssl3|openssl/.test(name) && { source: { name: "openssl", version: installed } }),
  }),
);

/** The sample with venom in every text that is not ours; purls keep their beginning, since rows are put together by their type. */
export function hostileScan(venom: string): Report {
  const spared = (value: unknown, key = ""): unknown => {
    if (key === "purl" && typeof value === "string") return value.replace(/^.*?(pkg:.*)$/s, "$1");
    if (Array.isArray(value)) return value.map((one) => spared(one));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, spared(one, name)]));
  };
  return spared(poison(scanReport(), venom)) as Report;
}

/** What `scan` would report of these vulnerabilities: its own remedies and rules are run over them. */
export function scanReport(all: readonly Vulnerability[] = sampleVulnerabilities): Report {
  const vulnerabilities = [...all].sort(byUrgency);
  const target = {
    id: "registry.example/app:1",
    kind: "image",
    name: "registry.example/app:1",
    digest: `sha256:${"a".repeat(64)}`,
  } as const;
  const scanned = rules.filter(({ needs }) => needs.includes("vulnerabilities"));
  const { results, findings } = runRules(scanned, {
    target: target.id,
    facts: { vulnerabilities: vulnerabilitiesFact(all, packages, []), today: "2026-11-24" },
  });
  return {
    schemaVersion: 2,
    tool: { name: "hullproof", version: "1.2.3" },
    targets: [target],
    rules: results,
    findings,
    vulnerabilities,
    remedies: remedies(vulnerabilities, {
      packages,
      os: { id: "debian", versionId: "12", prettyName: "Debian GNU/Linux 12 (bookworm)" },
      canUpgrade: true,
      base: {
        count: 1,
        name: "docker.io/library/python:3.13-slim",
        how: "layer 0 is the lowest that holds packages of the distribution",
      },
      newest: (_, versions) => [...versions].sort(compareDeb).at(-1),
    }),
    crossCheck: {
      agreed: 3,
      onlyAdvisories: [
        {
          id: "CVE-2024-1002",
          name: "openssl",
          installed: "3.0.11-1~deb12u1",
          why: "fixed in 3.0.13-1~deb12u1, and the image's own sources offer no newer version",
        },
      ],
      onlyChangelogs: [],
    },
    advisories: {
      date: "2026-11-20",
      sources: [
        {
          name: "debian-tracker",
          license: "LicenseRef-Debian-security-tracker",
          date: "2026-11-23",
          records: 41_000,
          shards: ["debian-12"],
        },
        {
          name: "osv",
          license: "CC-BY-4.0",
          attribution: "GitHub Advisory Database",
          date: "2026-11-20",
          records: 4_500,
          shards: ["npm"],
        },
      ],
      gaps: [],
    },
    notChecked: ["vulnerabilities of 2 conan packages: the store has no advisories for them"],
  };
}
