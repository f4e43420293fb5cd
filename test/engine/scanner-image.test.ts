import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { openEngineSession } from "../../src/sources/engine/session/open-session.ts";
import type { EngineSession } from "../../src/sources/engine/types.ts";
import { pathRules } from "../../src/sources/paths/path-rules.ts";
import { askScanner } from "../../src/sources/scanners/ask-scanner.ts";
import { installedTrivy, noTrivy, writeTrivyDatabase } from "../scanners/trivy.ts";
import { objectsOf } from "./fixture.ts";

const exec = promisify(execFile);
const trivy = installedTrivy();
if (trivy === undefined) process.stderr.write(`scanner-image.test.ts: ${noTrivy}\n`);

describe.skipIf(trivy === undefined)("a real trivy out of its image", () => {
  // A repository of trivy's with a tag that nobody else has, above all others.
  const scannerImage = `public.ecr.aws/aquasecurity/trivy:9999.0.${process.pid}`;
  const scanned = `hullproof-test/scanned-by-trivy:${process.pid}`;
  let folder: string;
  let session: EngineSession;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "hullproof-test-"));
    await mkdir(join(folder, "image/tmp"), { recursive: true });
    await exec("cp", [trivy ?? "", join(folder, "image/trivy")]);
    await exec("sh", [
      "-c",
      `tar -C ${join(folder, "image")} -c . | docker import --change 'ENTRYPOINT ["/trivy"]' - ${scannerImage}`,
    ]);
    await mkdir(join(folder, "root/app/node_modules/made-up"), { recursive: true });
    await writeFile(join(folder, "root/app/node_modules/made-up/package.json"), '{"name":"made-up","version":"7.0.0"}');
    await exec("sh", ["-c", `tar -C ${join(folder, "root")} -c . | docker import - ${scanned}`]);
    writeTrivyDatabase(join(folder, "cache/trivy"));
    session = await openEngineSession(await connect());
  }, 120_000);
  afterAll(async () => {
    await session?.[Symbol.asyncDispose]();
    await exec("docker", ["rmi", "--force", scannerImage, scanned]).catch(() => {});
    await rm(folder, { recursive: true, force: true });
  });

  it.each(["image", "rootfs"] as const)(
    "shown as %s: it has its cache folder and, for an image, the engine's socket",
    async (kind) => {
      const report = await askScanner({
        scanner: "trivy",
        subject: { kind, name: kind === "image" ? scanned : join(folder, "root") },
        update: false,
        rules: pathRules("/", []),
        env: { PATH: process.env["PATH"], HULLPROOF_TRIVY: "hullproof-no-trivy" },
        cacheHome: join(folder, "cache"),
        progress: () => {},
        run: () => Promise.resolve(session),
      });
      expect(report.database?.built).toBe("2026-01-01T00:00:00Z");
      expect(
        report.vulnerabilities.map(({ vulnerability }) => [
          vulnerability.id,
          vulnerability.name,
          vulnerability.installed,
        ]),
      ).toEqual([["CVE-2099-1", "made-up", "7.0.0"]]);
      expect(await objectsOf(session.engine, session.id)).toEqual([]);
    },
    60_000,
  );
});
