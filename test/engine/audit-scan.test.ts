// `hullproof audit --scan`: what the advisories of this machine say of the images that run.
import { parseReport } from "../parse-report.ts";
import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, expect, test } from "vitest";
import type { Report } from "../../src/domain/report/report.ts";
import { cli, folderOf } from "../cli/run-cli.ts";
import { tinyImage } from "../images/tiny.ts";
import { lookOnlyProxy } from "./look-only-proxy.ts";

const exec = promisify(execFile);
const prefix = `hullproof-test-audit-scan-${randomBytes(4).toString("hex")}`;
const docker = async (...args: string[]) => (await exec("docker", args)).stdout.trim();
const made: string[] = [];

async function started(name: string, image: string): Promise<string> {
  const full = `${prefix}-${name}`;
  made.push(full);
  await docker("run", "--detach", "--name", full, "--label", `hullproof.test=${prefix}`, image, "sleep", "300");
  return full;
}

const tag = `${prefix}:1`;
afterEach(async () => {
  if (made.length > 0) await docker("rm", "--force", "--volumes", ...made.splice(0)).catch(() => undefined);
  await docker("rmi", "--force", tag).catch(() => undefined);
});

const audited = async (args: readonly string[], options: Parameters<typeof cli>[1]) => {
  const { code, stdout, stderr } = await cli(["audit", "--format", "json", "--quiet", ...args], options);
  return { code, stderr, report: stdout === "" ? ({} as Report) : parseReport(stdout) };
};

test("--scan says what the advisories here know of the images that run, by GET calls alone, and of which it knows nothing", async () => {
  const name = await started("scanned", tinyImage);
  await started("again", tinyImage);
  await using folder = await folderOf({
    Dockerfile: `FROM ${tinyImage}\nCOPY . /\n`,
    "etc/os-release": 'ID=debian\nVERSION_ID=13\nVERSION_CODENAME=trixie\nPRETTY_NAME="Debian 13"\n',
    "var/lib/dpkg/status":
      "Package: openssl\nStatus: install ok installed\nVersion: 3.5.1-1\nArchitecture: amd64\nDescription: x\n\n",
    "feeds/tracker.json": JSON.stringify({
      openssl: {
        "CVE-2026-1001": {
          scope: "local",
          releases: {
            trixie: { status: "resolved", fixed_version: "3.5.2-1", urgency: "high", repositories: { trixie: "1" } },
          },
        },
      },
    }),
  });
  const env = { HULLPROOF_DATA: join(folder.path, "data"), HULLPROOF_CACHE: join(folder.path, "cache") };
  const own = ["--scan", "--filter", `label=hullproof.test=${prefix}`];
  const without = await audited(own, { env });
  expect([without.code, without.stderr]).toEqual([2, expect.stringContaining("there are none on this machine")]);
  await cli(["advisories", "build", join(folder.path, "feeds")], { env });
  await docker("build", "--quiet", "--tag", tag, folder.path);
  const packages = await started("packages", tag);
  await using proxy = await lookOnlyProxy();
  const { code, report } = await audited(own, { env: { ...env, DOCKER_HOST: proxy.host } });
  expect(proxy.refused).toEqual([]);
  expect(code).toBe(1);
  const images = new Map(report.audit?.images?.map((one) => [one.name, one]));
  expect(images.get(tag)).toMatchObject({
    containers: [packages],
    vulnerabilities: { critical: 0, high: 1, all: 1, fixed: 1 },
  });
  // Two containers, one image; no advisory here is about what it holds, which is said.
  expect(images.get(tinyImage)).toMatchObject({ vulnerabilities: { all: 0 }, containers: [`${prefix}-again`, name] });
  expect(report.notChecked?.join("\n")).toContain(`${tinyImage}: vulnerabilities of`);
  expect(report.findings.filter(({ target }) => target === `image:${tag}`)).toMatchObject([
    { rule: "vulnerabilities/known-vulnerability", severity: "error" },
  ]);
  expect(report.findings.filter(({ target }) => target === `container:${packages}`)).not.toEqual([]);
});
