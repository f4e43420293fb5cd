import { mkdirSync } from "node:fs";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { installedTrivy, noTrivy, writeTrivyDatabase } from "../../../test/scanners/trivy.ts";
import { Failure } from "../../domain/failure.ts";
import { pathRules } from "../paths/path-rules.ts";
import { askScanner } from "./ask-scanner.ts";
import type { ScannerRequest } from "./scanner-request.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hullproof-ask-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const request = (more: Partial<ScannerRequest>): ScannerRequest => ({
  scanner: "grype",
  subject: { kind: "image", name: "app:1" },
  update: false,
  env: { PATH: process.env["PATH"] },
  rules: pathRules(folder, []),
  cacheHome: join(folder, "cache"),
  progress: () => {},
  run: () => Promise.reject(new Failure("engine-unreachable", "no engine", { hint: "" })),
  ...more,
});

/** A script replaces Grype, which is not available here, to observe its process handling and its arguments. */
async function standIn(script: string): Promise<Record<string, string | undefined>> {
  const file = join(folder, "stand-in");
  await writeFile(file, `#!/bin/sh\nif [ "$1" = version ]; then echo '{"version":"0.90.0"}'; exit 0; fi\n${script}\n`, {
    mode: 0o755,
  });
  return { PATH: process.env["PATH"], HULLPROOF_GRYPE: file, GRYPE_ONLY_FIXED: "true", GRYPE_REGISTRY_AUTH: "kept" };
}

describe("a scanner", () => {
  test("writes a report file without the user's filters, and leaves nothing behind", async () => {
    const before = await readdir(tmpdir());
    const env = await standIn(
      `[ -z "$GRYPE_ONLY_FIXED" ] && [ "$GRYPE_REGISTRY_AUTH" = kept ] && [ "$GRYPE_DB_CACHE_DIR" = ${join(folder, "cache/grype/db")} ] || exit 9\n` +
        `echo '{"matches":[],"descriptor":{"db":{"built":"2026-01-01T00:00:00Z"}}}' > "$5"`,
    );
    const report = await askScanner(request({ env }));
    expect(report).toMatchObject({ scanner: "grype", version: "0.90.0", database: { built: "2026-01-01T00:00:00Z" } });
    const left = (await readdir(tmpdir())).filter(
      (name) => name.startsWith("hullproof-scanner-") && !before.includes(name),
    );
    expect(left).toEqual([]);
  });

  test.each([
    [
      "fails",
      "echo 'failed to load vulnerability db: none' >&2; exit 1",
      /ended with 1 and without a report: failed to load/,
      /grype db update/,
    ],
    ["says nothing", "exit 0", /ended with 0 and without a report: it said nothing/, /by hand/],
    ["prints no JSON", 'echo hello > "$5"', /report of grype cannot be read: it is not a JSON object/, /by hand/],
    ["prints something else", 'echo "{}" > "$5"', /it has no matches/, /by hand/],
  ])("gives a hint for a scanner that %s", async (_, script, message, hint) => {
    const error = await askScanner(request({ env: await standIn(script) })).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: "scanner-failed",
      message: expect.stringMatching(message),
      hint: expect.stringMatching(hint),
    });
  });

  test("stops a scanner that takes too long", async () => {
    const asked = askScanner(request({ env: await standIn("sleep 300"), timeoutMs: 300 }));
    await expect(asked).rejects.toMatchObject({ code: "timed-out" });
  });

  test("reports a missing and an unknown scanner", async () => {
    const env = { PATH: process.env["PATH"], HULLPROOF_GRYPE: "hullproof-no-grype" };
    await expect(askScanner(request({ env }))).rejects.toMatchObject({
      code: "scanner-failed",
      message: "grype is not installed, and no engine can be reached that could have its image.",
      hint: expect.stringContaining("docker pull anchore/grype"),
    });
    await expect(askScanner(request({ scanner: "clair" }))).rejects.toMatchObject({
      code: "bad-usage",
      hint: "Known are grype and trivy.",
    });
  });
});

const trivy = installedTrivy();
if (trivy === undefined) process.stderr.write(`ask-scanner.test.ts: ${noTrivy}\n`);

describe.skipIf(trivy === undefined)("a real trivy", () => {
  const env = { PATH: process.env["PATH"], HOME: process.env["HOME"], HULLPROOF_TRIVY: trivy };

  test("uses the database in its cache folder", { timeout: 60_000 }, async () => {
    writeTrivyDatabase(join(folder, "cache/trivy"));
    const project = join(folder, "root/app/node_modules/made-up");
    mkdirSync(project, { recursive: true });
    await writeFile(join(project, "package.json"), '{"name":"made-up","version":"7.0.0"}');
    const subject = { kind: "rootfs" as const, name: join(folder, "root") };
    const report = await askScanner(request({ scanner: "trivy", subject, env }));
    expect(report.database).toEqual({ version: "2", built: "2026-01-01T00:00:00Z" });
    expect(report.packages).toMatchObject([{ name: "made-up", version: "7.0.0", type: "npm" }]);
    expect(report.vulnerabilities).toMatchObject([
      {
        type: "npm",
        vulnerability: {
          id: "CVE-2099-1",
          name: "made-up",
          installed: "7.0.0",
          fixedIn: "7.1.0",
          status: "fixed",
          severity: "high",
          sources: ["ghsa"],
          path: "/app/node_modules/made-up/package.json",
        },
      },
    ]);
  });

  test("gives a hint without a database", { timeout: 60_000 }, async () => {
    const empty = { ...env, TRIVY_CACHE_DIR: join(folder, "empty") };
    await expect(
      askScanner(request({ scanner: "trivy", subject: { kind: "rootfs", name: folder }, env: empty })),
    ).rejects.toMatchObject({
      code: "scanner-failed",
      hint: expect.stringContaining("trivy image --download-db-only"),
    });
  });
});
