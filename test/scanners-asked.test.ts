// Other scanners beside ours, as a user asks them. Their programs are stand-ins, for their databases can't be had here: how trivy fails are
// the words of a real one without its databases, how grype does are made after its sources.
import { mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { cli } from "./cli/run-cli.ts";

const component = { type: "library", name: "lodash", version: "4.17.20", purl: "pkg:npm/lodash@4.17.20" };
const sbom = { bomFormat: "CycloneDX", specVersion: "1.5", version: 1, components: [component] };
const trivyReport = {
  SchemaVersion: 2,
  Results: [
    {
      Target: "",
      Class: "lang-pkgs",
      Type: "node-pkg",
      Vulnerabilities: [
        {
          VulnerabilityID: "CVE-2099-7",
          PkgName: "lodash",
          PkgIdentifier: { PURL: "pkg:npm/lodash@4.17.20" },
          InstalledVersion: "4.17.20",
          FixedVersion: "4.17.21",
          Status: "fixed",
          Severity: "HIGH",
        },
      ],
    },
  ],
};
const grypeReport = {
  matches: [
    {
      vulnerability: {
        id: "GHSA-aaaa-bbbb-cccc",
        severity: "High",
        fix: { versions: ["4.17.21"], state: "fixed" },
        relatedVulnerabilities: [],
      },
      relatedVulnerabilities: [{ id: "CVE-2099-7" }],
      artifact: { name: "lodash", version: "4.17.20", type: "npm", purl: "pkg:npm/lodash@4.17.20" },
    },
  ],
};

let folder: string;
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "hullproof-test-")));
  await writeFile(join(folder, "sbom.json"), JSON.stringify(sbom));
});
afterEach(() => rm(folder, { recursive: true }));

/** `ends`: a report, or what it says on stderr before it fails. */
async function standIn(name: "trivy" | "grype", ends: object | string): Promise<void> {
  const version =
    name === "trivy"
      ? `for a; do [ "$a" = --version ] || [ "$a" = version ] && { echo '{"Version":"0.74.0"}'; exit 0; }; done`
      : `[ "$1" = version ] && { echo '{"version":"0.121.0"}'; exit 0; }`;
  const find = `while [ $# -gt 0 ]; do case "$1" in --file) out=$2;; --output) [ "$2" = json ] || out=$2;; esac; shift; done`;
  const end =
    typeof ends === "string"
      ? `cat >&2 <<'WORDS'\n${ends}\nWORDS\nexit 1`
      : `cat > "$out" <<'REPORT'\n${JSON.stringify(ends)}\nREPORT`;
  await writeFile(join(folder, name), `#!/bin/sh\n${version}\n${find}\n${end}\n`, { mode: 0o755 });
}

const scan = (...args: string[]) =>
  cli(["scan", ...args, "--progress", "none", "--fail-on", "never", join(folder, "sbom.json")], {
    cwd: folder,
    env: {
      HULLPROOF_TRIVY: join(folder, "trivy"),
      HULLPROOF_GRYPE: join(folder, "grype"),
      HULLPROOF_DATA: join(folder, "data"),
      XDG_CACHE_HOME: join(folder, "cache"),
    },
  });

interface Answer {
  readonly vulnerabilities: readonly { readonly id: string; readonly sources: readonly string[] }[];
  readonly scanners?: readonly { readonly scanner: string; readonly onlyTheirs: readonly unknown[] }[];
  readonly scannersFailed?: readonly { readonly scanner: string; readonly message: string; readonly hint?: string }[];
}

describe.skipIf(process.platform !== "linux")("scan --with", { timeout: 60_000 }, () => {
  it("asks several, and tells of what both add once", async () => {
    await standIn("trivy", trivyReport);
    await standIn("grype", grypeReport);
    const { code, stdout, stderr } = await scan(
      "--format",
      "json",
      "--with",
      "trivy",
      "--with",
      "grype",
      "--with",
      "trivy",
    );
    expect(code, stderr).toBe(0);
    const { scanners, scannersFailed, vulnerabilities } = JSON.parse(stdout) as Answer;
    expect(scanners?.map(({ scanner, onlyTheirs }) => [scanner, onlyTheirs.length])).toEqual([
      ["trivy", 1],
      ["grype", 1],
    ]);
    expect(scannersFailed).toBeUndefined();
    expect(vulnerabilities.map(({ id, sources }) => [id, sources])).toEqual([
      ["CVE-2099-7", ["grype 0.121.0", "trivy 0.74.0"]],
    ]);
  });

  it.each([
    [
      "trivy" as const,
      "2026-11-28T00:50:52.152Z\tINFO\tVulnerability scanning is enabled\n2026-11-28T00:50:52.153Z\tINFO\tJAR files found\n2026-11-28T00:50:52.153Z\tERROR\tThe first run cannot skip downloading Java DB\n2026-11-28T00:50:52.153Z\tERROR\tUnable to initialize the Java DB: Java DB update failed: Java DB update error: '--skip-java-db-update' cannot be specified on the first run",
      /Unable to initialize the Java DB/,
      /trivy image --download-java-db-only$/,
    ],
    [
      "trivy" as const,
      "2026-11-28T00:50:56.340Z\tERROR\tThe first run cannot skip downloading DB",
      /The first run cannot skip downloading DB/,
      /trivy image --download-db-only$/,
    ],
    [
      "grype" as const,
      "[0000] ERROR failed to load vulnerability db: database does not exist",
      /failed to load vulnerability db: database does not exist/,
      /grype db update.*GRYPE_DB_/,
    ],
  ])("our answer and the other's stand when %s fails, and the exit code is 2", async (name, words, message, hint) => {
    const other = name === "trivy" ? "grype" : "trivy";
    await standIn(name, words);
    await standIn(other, other === "trivy" ? trivyReport : grypeReport);
    const { code, stdout, stderr } = await scan("--format", "json", "--with", name, "--with", other);
    expect(code).toBe(2);
    const { scanners, scannersFailed, vulnerabilities } = JSON.parse(stdout) as Answer;
    expect(scanners?.map(({ scanner }) => scanner)).toEqual([other]);
    expect(vulnerabilities).toHaveLength(1);
    expect(scannersFailed).toEqual([
      { scanner: name, message: expect.stringMatching(message), hint: expect.stringMatching(hint) },
    ]);
    expect(stderr).toMatch(message);
  });

  it("every text says what was not compared, and a name that is none is said before the work", async () => {
    await standIn("grype", "[0000] ERROR failed to load vulnerability db: database does not exist");
    for (const format of ["terminal", "markdown", "html"]) {
      const { code, stdout } = await scan("--format", format, "--with", "grype");
      expect([format, code]).toEqual([format, 2]);
      expect(stdout.replaceAll(/\s+/g, " ")).toMatch(/Not compared.*database does not exist/);
    }
    const { code, stdout, stderr } = await scan("--with", "clair");
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/clair is not a scanner that hullproof can ask/);
  });
});
