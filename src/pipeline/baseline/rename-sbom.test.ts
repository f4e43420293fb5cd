import { expect, it } from "vitest";
import type { Vulnerability } from "../../domain/advisory/vulnerability.ts";
import type { Finding } from "../../domain/finding/finding.ts";
import type { Report, Target } from "../../domain/report/report.ts";
import { compareReports } from "./compare.ts";
import { comparable, comparableVulnerability, type EarlierReport } from "./earlier-report.ts";
import { renameSbom } from "./rename-sbom.ts";

const sbom = (name: string, id = "sbom.json"): Target => ({ id, kind: "sbom", name });

function scanOf(target: Target): Report {
  const path = "/var/lib/dpkg/status";
  const finding: Finding = {
    rule: "vulnerabilities/known-vulnerability",
    practice: "vulnerabilities",
    severity: "error",
    message: "1 vulnerability",
    target: target.id,
    location: { layer: 0, path },
    also: [],
    evidence: [],
  };
  const vulnerability: Vulnerability = {
    id: "CVE-1",
    aliases: ["GHSA-1"],
    purl: "pkg:deb/debian/libc6@2.41-12?arch=amd64&distro=debian-13",
    name: "libc6",
    installed: "2.41-12",
    status: "affected",
    severity: "high",
    severitySource: "none",
    sources: [],
    layer: 0,
    path,
    evidence: "x",
  };
  return {
    schemaVersion: 1,
    tool: { name: "hullproof", version: "0" },
    targets: [target],
    rules: [{ rule: finding.rule, target: target.id, verdict: "found" }],
    findings: [finding],
    vulnerabilities: [vulnerability],
    remedies: [],
  };
}

function states(past: Target, now: Target): readonly (string | undefined)[] {
  const [before, report] = [scanOf(past), scanOf(now)];
  const earlier: EarlierReport = {
    file: "base.json",
    kind: "report",
    targets: before.targets,
    findings: before.findings.map((one) => comparable(one, before.targets)),
    vulnerabilities: (before.vulnerabilities ?? []).map((one) => comparableVulnerability(one, before.targets)),
  };
  const compared = compareReports(report, renameSbom(earlier, report.targets), {
    today: "2026-12-01",
    exists: () => true,
  });
  return [...compared.findings, ...(compared.vulnerabilities ?? [])].map(({ state }) => state);
}

it.each<[string, Target, Target]>([
  ["an absolute path, now the tag", sbom("/srv/ci/8/app.tar"), sbom("team/app:1.0", "new.json")],
  ["an absolute path, now the file's name", sbom("/srv/ci/8/app.tar"), sbom("app.tar", "new.json")],
  ["a relative path, now the tag", sbom("out/app.tar"), sbom("registry.example:5000/team/app:1.0", "new.json")],
  ["a relative path, now the file's name", sbom("../out/app.tar"), sbom("app.tar", "new.json")],
  ["an archive, now the tag", sbom("app.tar"), sbom("app:1", "new.json")],
  ["a path with blanks", sbom("/srv/my images/app 1.tar"), sbom("app:1", "new.json")],
  ["a path of Windows", sbom("C:\\ci\\app.tar"), sbom("app.tar", "new.json")],
  ["a folder of the same SBOM", sbom("out/layout"), sbom("app:1")],
  ["another version of the tag", sbom("team/app:1.0"), sbom("team/app:1.1", "new.json")],
])("matches findings and vulnerabilities when the baseline names the root by %s", (_, past, now) => {
  expect(states(past, now)).toEqual(["same", "same"]);
});

it.each<[string, Target, Target]>([
  ["another image", sbom("team/other:1.0"), sbom("team/app:1.0")],
  ["an image of the same last name", sbom("other/app:1.0"), sbom("app:1.0")],
  ["an image without a tag, in another SBOM", sbom("other/app"), sbom("app", "new.json")],
  ["another archive", sbom("/srv/other.tar"), sbom("app.tar")],
  ["another folder", sbom("/srv/other"), sbom("/srv/app")],
  ["a project", sbom("@acme/web"), sbom("@acme/app", "new.json")],
  ["an image by its digest", sbom(`other@sha256:${"a".repeat(64)}`), sbom("app:1.0")],
  ["an image and no SBOM", { id: "/srv/app.tar", kind: "image", name: "/srv/app.tar" }, sbom("app:1.0")],
])("does not match a baseline of %s", (_, past, now) => {
  expect(states(past, now)).toEqual(["new", "new"]);
});
