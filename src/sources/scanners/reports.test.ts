import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Failure } from "../../domain/failure.ts";
import { openJson } from "../../formats/json/json-document.ts";
import { badReport } from "./bad-report.ts";
import grype from "./grype.ts";
import { scanners } from "./index.ts";
import type { Scanner } from "./scanner.ts";
import trivy from "./trivy.ts";

/** Neither database is available here: these reports follow the published schemas (trivy's version 2, grype's 6). */
const read = (scanner: Scanner, value: unknown) =>
  scanner.read(openJson(Buffer.from(JSON.stringify(value)), (what, where) => badReport(scanner.name, what, where)));

const trivyReport = {
  SchemaVersion: 2,
  CreatedAt: "2026-01-02T03:04:05Z",
  ArtifactName: "app:1",
  ArtifactType: "container_image",
  Metadata: { OS: { Family: "debian", Name: "10.13", EOSL: true } },
  Results: [
    {
      Target: "app:1 (debian 10.13)",
      Class: "os-pkgs",
      Type: "debian",
      Packages: [
        {
          Name: "libssl1.1",
          Identifier: { PURL: "pkg:deb/debian/libssl1.1@1.1.1n-0?epoch=1" },
          Version: "1.1.1n",
          Release: "0",
          Epoch: 1,
        },
      ],
      Vulnerabilities: [
        {
          VulnerabilityID: "CVE-2023-1",
          VendorIDs: ["DSA-1-1", "GHSA-2"],
          PkgName: "libssl1.1",
          PkgIdentifier: { PURL: "pkg:deb/debian/libssl1.1@1.1.1n-0?epoch=1" },
          InstalledVersion: "1:1.1.1n-0",
          FixedVersion: "1:1.1.1n-1",
          Status: "fixed",
          SeveritySource: "debian",
          DataSource: { ID: "debian" },
          Title: "a vulnerability",
          Severity: "HIGH",
          CVSS: {
            nvd: { V3Vector: "CVSS:3.1/AV:N", V40Vector: "CVSS:4.0/AV:N" },
            redhat: { V3Vector: "CVSS:3.1/AV:N" },
          },
          PublishedDate: "2023-02-03T00:00:00Z",
        },
        { VulnerabilityID: "CVE-2023-2", PkgName: "libssl1.1", InstalledVersion: "1:1.1.1n-0", Status: "will_not_fix" },
        { VulnerabilityID: "CVE-2023-3" },
      ],
    },
    {
      Target: "Python",
      Class: "lang-pkgs",
      Type: "python-pkg",
      Vulnerabilities: [
        { VulnerabilityID: "CVE-2023-4", PkgName: "a", PkgPath: "v/a/METADATA", InstalledVersion: "1" },
      ],
      ExperimentalModifiedFindings: [
        {
          Type: "vulnerability",
          Status: "not_affected",
          Statement: "vulnerable_code_not_present",
          Source: "a.vex.json",
          Finding: { VulnerabilityID: "CVE-2023-5", PkgName: "b", InstalledVersion: "2" },
        },
      ],
    },
    { Target: "nothing here" },
  ],
};

test("reads trivy's report", () => {
  const { vulnerabilities, packages, notes, os, askedAt } = read(trivy, trivyReport);
  expect({ os, askedAt }).toEqual({ os: "debian 10.13", askedAt: "2026-01-02T03:04:05Z" });
  expect(packages).toEqual([
    { name: "libssl1.1", version: "1:1.1.1n-0", type: "deb", purl: "pkg:deb/debian/libssl1.1@1.1.1n-0?epoch=1" },
  ]);
  expect(vulnerabilities[0]).toEqual({
    type: "deb",
    vulnerability: {
      id: "CVE-2023-1",
      aliases: ["GHSA-2"],
      purl: "pkg:deb/debian/libssl1.1@1.1.1n-0?epoch=1",
      name: "libssl1.1",
      installed: "1:1.1.1n-0",
      fixedIn: "1:1.1.1n-1",
      status: "fixed",
      severity: "high",
      severitySource: "debian",
      vectors: ["CVSS:3.1/AV:N", "CVSS:4.0/AV:N"],
      summary: "a vulnerability",
      published: "2023-02-03",
      sources: ["debian"],
      layer: 0,
      path: "app:1 (debian 10.13)",
      evidence: "debian names it for libssl1.1 1:1.1.1n-0, fixed in 1:1.1.1n-1.",
    },
  });
  expect(
    vulnerabilities
      .slice(1)
      .map(({ vulnerability, type, filtered }) => [
        vulnerability.id,
        type,
        vulnerability.status,
        vulnerability.path,
        filtered,
      ]),
  ).toEqual([
    ["CVE-2023-2", "deb", "will-not-fix", "app:1 (debian 10.13)", undefined],
    ["CVE-2023-4", "pypi", "affected", "/v/a/METADATA", undefined],
    ["CVE-2023-5", "pypi", "affected", "Python", "not_affected: vulnerable_code_not_present: a.vex.json"],
  ]);
  expect(notes).toEqual([
    "Entries of its report that name no vulnerability or no package were left out: 1.",
    "It says that debian 10.13 gets no security updates any more.",
  ]);
});

const match = (id: string, more: object = {}, vulnerability: object = {}) => ({
  vulnerability: {
    id,
    namespace: "github:language:python",
    severity: "Negligible",
    fix: { versions: ["2"], state: "fixed" },
    ...vulnerability,
  },
  relatedVulnerabilities: [{ id: "CVE-2023-9", cvss: [{ vector: "CVSS:3.1/AV:N" }], description: "from NVD" }],
  artifact: { name: "a", version: "1", type: "python", purl: "pkg:pypi/a@1", locations: [{ path: "/v/a/METADATA" }] },
  ...more,
});
const grypeReport = {
  matches: [
    match(
      "GHSA-x",
      {},
      {
        epss: [{ cve: "CVE-2023-9", epss: 0.5, percentile: 0.9 }],
        knownExploited: [{ dateAdded: "2024-01-01", dueDate: "2024-02-01", knownRansomwareCampaignUse: "Known" }],
      },
    ),
    match("CVE-2023-8", { relatedVulnerabilities: [] }, { fix: { versions: [], state: "wont-fix" } }),
    { vulnerability: {}, artifact: {} },
  ],
  ignoredMatches: [
    match("GHSA-y", {
      appliedIgnoreRules: [{ vulnerability: "GHSA-y", reason: "ours", "vex-status": "not_affected" }],
    }),
  ],
  distro: { name: "debian", version: "12" },
  descriptor: {
    name: "grype",
    version: "0.90.0",
    db: { status: { schemaVersion: "v6.0.2", built: "2026-01-01T00:00:00Z" } },
    timestamp: "2026-01-02T00:00:00Z",
  },
};

test("reads grype's report", () => {
  const { vulnerabilities, notes, os, database } = read(grype, grypeReport);
  expect({ os, database }).toEqual({ os: "debian 12", database: { version: "6.0.2", built: "2026-01-01T00:00:00Z" } });
  expect(vulnerabilities[0]).toEqual({
    type: "pypi",
    vulnerability: {
      id: "CVE-2023-9",
      aliases: ["GHSA-x"],
      purl: "pkg:pypi/a@1",
      name: "a",
      installed: "1",
      fixedIn: "2",
      status: "fixed",
      severity: "negligible",
      severitySource: "github:language:python",
      vectors: ["CVSS:3.1/AV:N"],
      kev: { added: "2024-01-01", due: "2024-02-01", ransomware: true },
      epss: { score: 0.5, percentile: 0.9 },
      summary: "from NVD",
      sources: ["github:language:python"],
      layer: 0,
      path: "/v/a/METADATA",
      evidence: "github:language:python names it for a 1, fixed in 2.",
    },
  });
  expect(
    vulnerabilities.slice(1).map(({ vulnerability, filtered }) => [vulnerability.id, vulnerability.status, filtered]),
  ).toEqual([
    ["CVE-2023-8", "will-not-fix", undefined],
    ["CVE-2023-9", "fixed", "ours not_affected"],
  ]);
  expect(notes).toEqual(["Entries of its report that name no vulnerability or no package were left out: 1."]);
});

test("reads grype's older flat database, and no vendor advisory as alias", () => {
  const { vulnerabilities, database } = read(grype, {
    matches: [match("ALSA-2023:1", { relatedVulnerabilities: [{ id: "CVE-1-1" }, { id: "CVE-1-2" }] })],
    descriptor: { db: { schemaVersion: 5, built: "2025-01-01T00:00:00Z" } },
  });
  expect(database).toEqual({ version: "5", built: "2025-01-01T00:00:00Z" });
  expect(vulnerabilities[0]?.vulnerability).toMatchObject({ id: "ALSA-2023:1", aliases: [] });
});

test.each([
  [
    trivy,
    '{"Version":"0.60.0","VulnerabilityDB":{"Version":2,"UpdatedAt":"2026-01-01T00:00:00Z"}}',
    { version: "0.60.0", database: { version: "2", built: "2026-01-01T00:00:00Z" } },
  ],
  [trivy, "Version: 0.37.1\nVulnerability DB:\n", { version: "0.37.1" }],
  [trivy, "hello", undefined],
  [grype, '{"application":"grype","version":"0.90.0"}', { version: "0.90.0" }],
  [grype, "hello", undefined],
])("reads %s's version from %s", (scanner, text, told) => {
  expect(scanner.readVersion(text)).toEqual(told);
});

describe("calls", () => {
  const wishes = { update: false, cache: "/c", output: "/o" };
  test("downloads nothing and contacts no registry unless requested", () => {
    const quiet = trivy.scan({ kind: "image", name: "app:1" }, wishes);
    expect(quiet.args).toEqual(expect.arrayContaining(["--skip-db-update", "--offline-scan", "app:1"]));
    expect(quiet.env).toMatchObject({ TRIVY_IMAGE_SRC: "docker,containerd,podman", TRIVY_SKIP_JAVA_DB_UPDATE: "true" });
    expect(trivy.scan({ kind: "image", name: "app:1" }, { ...wishes, update: true }).args).not.toContain(
      "--skip-db-update",
    );
    expect(grype.scan({ kind: "image", name: "app:1" }, wishes)).toMatchObject({
      args: ["docker:app:1", "--output", "json", "--file", "/o"],
      env: { GRYPE_DB_AUTO_UPDATE: "false", GRYPE_DB_CACHE_DIR: "/c" },
    });
  });
});

test.each(scanners.map((scanner) => [scanner.name, scanner] as const))(
  "reads or rejects any output of %s",
  (_, scanner) => {
    const base: Record<string, unknown> = { ...(scanner === trivy ? trivyReport : grypeReport) };
    const junk = fc.jsonValue();
    fc.assert(
      fc.property(junk, junk, junk, (one, two, three) => {
        const entry = {
          VulnerabilityID: "CVE-1",
          PkgName: "a",
          InstalledVersion: "1",
          CVSS: one,
          DataSource: two,
          VendorIDs: three,
          Finding: one,
        };
        const result = {
          Vulnerabilities: [entry, one],
          Packages: [two, { Name: "a", Version: one, Epoch: two }],
          ExperimentalModifiedFindings: [three, { Type: "vulnerability", Finding: entry }],
        };
        const found = match(
          "CVE-1",
          { relatedVulnerabilities: one, appliedIgnoreRules: two },
          { cvss: three, fix: one, epss: two, knownExploited: three },
        );
        try {
          read(scanner, {
            ...base,
            Results: [result, one],
            Metadata: two,
            matches: [found, one],
            descriptor: three,
            distro: one,
          });
          read(scanner, one);
        } catch (error) {
          expect(error).toBeInstanceOf(Failure);
          expect((error as Failure).code).toBe("scanner-failed");
        }
      }),
      { numRuns: 300 },
    );
  },
);
