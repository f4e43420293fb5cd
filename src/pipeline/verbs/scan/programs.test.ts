// Programs in a root file system, from their files to the report.
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { writeElf } from "../../../../test/formats/write-elf.ts";
import type { Report } from "../../../domain/report/report.ts";
import { scanRoot } from "../../../../test/scan-root.ts";

let cwd = "";
let report: Report;
const put = async (path: string, content: string | Uint8Array, mode = 0o644): Promise<void> => {
  await mkdir(dirname(join(cwd, path)), { recursive: true });
  await writeFile(join(cwd, path), content, { mode });
};
const program = (path: string, text: string) =>
  put(
    path,
    writeElf([
      { name: ".text", content: Buffer.alloc(20_000) },
      { name: ".rodata", content: Buffer.from(`x\0${text}\0y`, "latin1") },
    ]),
    0o755,
  );
const record = (name: string, cve: string, fixed: string) => ({
  id: `BIT-${name}-2024-1`,
  aliases: [cve],
  affected: [
    {
      package: { ecosystem: "Bitnami", name },
      ranges: [{ type: "SEMVER", events: [{ introduced: "0" }, { fixed }] }],
    },
  ],
  database_specific: { severity: "High" },
  modified: "2026-01-01T00:00:00Z",
});

beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), "hullproof-test-programs-"));
  await put(
    "feeds/records.jsonl",
    [
      record("redis", "CVE-2024-1", "7.2.4"),
      record("git", "CVE-2024-2", "2.45.1"),
      record("nginx", "CVE-2024-3", "1.20.1"),
    ]
      .map((one) => JSON.stringify(one))
      .join("\n"),
  );
  await put(
    "feeds/kev.json",
    JSON.stringify({
      catalogVersion: "2026.01.01",
      vulnerabilities: [{ cveID: "CVE-2024-1", dateAdded: "2026-01-01", knownRansomwareCampaignUse: "Unknown" }],
    }),
  );
  await put(
    "feeds/cycles.json",
    JSON.stringify({
      schema_version: "1.2.0",
      result: [{ name: "redis", releases: [{ name: "7.0", eolFrom: "2024-07-29" }] }],
    }),
  );
  await put("hullproof.yaml", "vulnerabilities:\n  ignore:\n    - { id: CVE-2024-3, reason: not reachable }\n");
  await put("root/etc/os-release", "ID=debian\nVERSION_ID=12\n");
  await put(
    "root/var/lib/dpkg/status",
    "Package: git\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1:2.39.5-0+deb12u3\n\n",
  );
  await put("root/var/lib/dpkg/info/git.list", "/.\n/usr\n/usr/bin\n/usr/bin/git\n");
  await program("root/usr/bin/git", "git/2.39.5");
  await program("root/usr/local/bin/redis-server", "7.0.15\0A7.0.15host-1702957741000000000");
  await program("root/usr/local/bin/curl", "curl/8.1.0");
  await program("root/usr/local/sbin/nginx", "nginx version: nginx/1.15.2");
  await program("root/usr/local/bin/openvpn", "nothing that tells its version");
  report = await scanRoot(cwd);
});
afterAll(() => rm(cwd, { recursive: true, force: true }));

it("are named, except files of a package", () => {
  expect(report.image?.packages.map(({ purl }) => purl)).toEqual([
    "pkg:deb/debian/git@1:2.39.5-0%2Bdeb12u3?arch=amd64&distro=debian-12",
    "pkg:generic/curl@8.1.0",
    "pkg:generic/nginx@1.15.2",
    "pkg:generic/redis@7.0.15",
  ]);
});

it("have vulnerabilities like any package: exploited ones, suppressed ones, with remediation", () => {
  expect(report.vulnerabilities).toMatchObject([
    {
      id: "CVE-2024-1",
      purl: "pkg:generic/redis@7.0.15",
      fixedIn: "7.2.4",
      severity: "high",
      sources: ["bitnami"],
      kev: { added: "2026-01-01" },
    },
    { id: "CVE-2024-3", purl: "pkg:generic/nginx@1.15.2", suppressed: { by: "ignore", reason: "not reachable" } },
  ]);
  expect(report.remedies?.map(({ title, exploited }) => [title, exploited])).toEqual([
    ["Move to redis 7.2.4 or newer in place of 7.0.15", 1],
  ]);
});

it("are findings past their end of life", () => {
  const ended = report.findings.filter(({ rule }) => rule === "vulnerabilities/end-of-life-runtime");
  expect(ended.map(({ message }) => message)).toEqual([
    "redis 7.0.15 in /usr/local/bin/redis-server has had no fixes since 2024-07-29",
  ]);
});

it("are listed as not checked without advisories, by name and version", () => {
  expect(report.notChecked).toContain(
    "vulnerabilities of 1 program (curl 8.1.0): no feed has advisories for them when no package manager brought them",
  );
});
