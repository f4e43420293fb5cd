// `hullproof scan` as people call it, over a store that is compiled here from records of our own.
import { parseReport } from "../parse-report.ts";
import { readFileSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Report } from "../../src/domain/report/report.ts";
import { dockerSave, type Member } from "../images/archive.ts";
import { app, base, feeds } from "./scan-fixture.ts";
import { cli, folderOf, root, type CliOptions, type CliResult } from "./run-cli.ts";

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
const valid = ajv.compile(JSON.parse(readFileSync(join(root, "docs/schema/report.schema.json"), "utf8")) as object);

let folder: Awaited<ReturnType<typeof folderOf>>;
beforeAll(async () => {
  folder = await folderOf({ ...feeds, "hullproof.yaml": "{}\n" });
  await writeFile(
    join(folder.path, "a.tar"),
    dockerSave({ layers: [base, app], history: [{ created_by: "base" }, { created_by: "COPY . /app" }] }),
  );
  await writeFile(
    join(folder.path, "bare.tar"),
    dockerSave({ layers: [[{ path: "etc/os-release", content: "ID=debian\nVERSION_ID=12\n" }]] }),
  );
  const built = await run(["advisories", "build", "feeds"]);
  expect(built.code, built.stderr).toBe(0);
});
afterAll(() => folder[Symbol.asyncDispose]());

function run(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  const env = {
    HULLPROOF_DATA: join(folder.path, "store"),
    HULLPROOF_CACHE: join(folder.path, "cache"),
    ...options.env,
  };
  return cli(args, { cwd: folder.path, ...options, env });
}
const scan = (args: readonly string[], options?: CliOptions) => run(["scan", ...args], options);

async function report(args: readonly string[], options?: CliOptions): Promise<Report> {
  const { stdout, stderr } = await scan(["--format", "json", ...args], options);
  expect(stderr).toBe("");
  const parsed = parseReport(stdout);
  expect(valid(JSON.parse(stdout)), JSON.stringify(valid.errors)).toBe(true);
  return parsed;
}

describe("hullproof scan", () => {
  it("finds vulnerabilities of the distribution by source package and of libraries, the exploited one first", async () => {
    const found = await report(["a.tar"]);
    expect(found.vulnerabilities?.map(({ id, name, status, severity }) => [id, name, status, severity])).toEqual([
      ["CVE-2024-1001", "libssl3", "fixed", "high"],
      ["CVE-2024-1001", "openssl", "fixed", "high"],
      ["CVE-2024-20001", "left", "fixed", "critical"],
      ["CVE-2024-1004", "linux-libc-dev", "fixed", "high"],
      ["CVE-2024-20002", "left", "fixed", "medium"],
      ["CVE-2024-1002", "libssl3", "affected", "unknown"],
      ["CVE-2024-1002", "openssl", "affected", "unknown"],
      ["CVE-2024-1003", "zlib1g", "affected", "negligible"],
    ]);
    expect(found.vulnerabilities?.[0]).toMatchObject({ kev: { added: "2024-02-01", ransomware: true } });
    // Headers of a kernel are no vulnerability of a container.
    expect(found.vulnerabilities?.[3]?.suppressed).toMatchObject({ by: "vendor" });
  });

  it("says what to do, what it rests on, and what nobody could look up", async () => {
    const found = await report(["a.tar"]);
    expect(found.remedies?.map(({ kind, title, exploited }) => [kind, title, exploited])).toEqual([
      ["rebuild", "Rebuild on a newer base image: 2 packages came with it", 1],
      ["dependency", "Bump left from 1.0.0 to 1.10.0", 0],
      ["none", "No fix yet: 3 packages", 0],
    ]);
    expect(found.advisories?.sources.map(({ name, shards }) => [name, shards])).toEqual([
      ["debian-tracker", ["debian-12"]],
      [expect.any(String), ["npm"]],
    ]);
    expect(found.advisories?.gaps).toEqual([
      expect.stringMatching(/^vulnerabilities of 1 gem package \(rack\): the store has no advisories for gem/),
    ]);
    expect(found.notChecked?.join("\n")).toContain("rack");
  });

  it("repeats a scan of another day: what was published later is left out, and the report says so", async () => {
    const found = await report(["--advisories-date", "2025-12-31", "a.tar"]);
    const ids = found.vulnerabilities?.map(({ id }) => id);
    expect(ids).toContain("CVE-2024-20001");
    expect(ids).not.toContain("CVE-2024-20002");
    expect(found.advisories?.asOf).toBe("2025-12-31");
    expect((await scan(["--advisories-date", "2025-02-30", "a.tar"])).stderr).toMatch(/is not a date/);
  });

  it.each([
    [["a.tar"], 1],
    [["--fail-on", "never", "a.tar"], 0],
    [["--fail-on", "critical", "a.tar"], 1],
    [["--fail-on", "error", "bare.tar"], 0],
    [["gone.tar"], 2],
    [["./gone.tar"], 2],
    [["--advisories", "nowhere", "a.tar"], 2],
    [["--vex", "gone.json", "a.tar"], 2],
    [["--learned", "hullproof.yaml", "a.tar"], 2],
    [["--with", "nessus", "a.tar"], 2],
    [["--fail-on", "huge", "a.tar"], 2],
  ])("%j ends with %i", async (args, code) => {
    const result = await scan(["--quiet", ...args]);
    expect(result.code, result.stderr).toBe(code);
    if (code === 2) expect(result.stderr.trim().split("\n").length, result.stderr).toBeGreaterThan(1);
  });

  it("without a store: nothing is clean, and the way to one is told", async () => {
    const { stdout, code } = await scan(["a.tar"], { env: { HULLPROOF_DATA: join(folder.path, "nothing") } });
    expect(code).toBe(0);
    expect(stdout).toContain("? Not checked");
    expect(stdout).toContain("hullproof advisories update");
    expect(stdout).not.toContain("Clean");
  });

  it("a damaged store is an error, not an empty answer", async () => {
    const broken = join(folder.path, "broken");
    await mkdir(broken, { recursive: true });
    await writeFile(join(broken, "manifest.json"), "{");
    const { code, stderr } = await scan(["--advisories", broken, "a.tar"]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/manifest/);
  });

  it("--only fixable leaves the others out, and says so", async () => {
    const found = await report(["--only", "fixable", "a.tar"]);
    expect(new Set(found.vulnerabilities?.map(({ status }) => status))).toEqual(new Set(["fixed"]));
    expect(found.notChecked).toContain("vulnerabilities without a fix: left out by --only fixable");
  });

  it("VEX and the ignores of hullproof.yaml set aside with their reasons; what is over counts again", async () => {
    const vex = {
      "@context": "https://openvex.dev/ns/v0.2.0",
      "@id": "https://example.com/vex",
      author: "example",
      timestamp: "2026-01-01T00:00:00Z",
      version: 1,
      statements: [
        {
          vulnerability: { name: "CVE-2024-20001" },
          products: [{ "@id": "pkg:npm/left@1.0.0" }],
          status: "not_affected",
          justification: "vulnerable_code_not_present",
        },
      ],
    };
    await writeFile(join(folder.path, "vex.json"), JSON.stringify(vex));
    const ignore = [
      { id: "CVE-2024-1001", package: "openssl", reason: "the program is not called" },
      { id: "CVE-2024-20002", reason: "looked at", until: "2020-01-01" },
    ];
    await writeFile(join(folder.path, "own.yaml"), JSON.stringify({ vulnerabilities: { ignore } }));
    const found = await report(["--vex", "vex.json", "--config", "own.yaml", "a.tar"]);
    const aside = found.vulnerabilities?.filter(
      ({ suppressed }) => suppressed !== undefined && suppressed.by !== "vendor",
    );
    expect(aside?.map(({ id, name, suppressed }) => [id, name, suppressed?.by])).toEqual([
      ["CVE-2024-1001", "openssl", "ignore"],
      ["CVE-2024-20001", "left", "vex"],
    ]);
    expect(found.notChecked).toContainEqual(
      expect.stringMatching(/ignore of CVE-2024-20002 ended on 2020-01-01: it counts again/),
    );
    expect(found.remedies?.flatMap(({ vulnerabilities }) => vulnerabilities)).not.toContain("CVE-2024-20001");
    const misspelt = await scan(["--config", "bad.yaml", "a.tar"]);
    expect(misspelt.code).toBe(2);
  });

  it("tells apart what the workload used, from the report of a run", async () => {
    const files = {
      method: "page-cache",
      opened: ["/app/node_modules/left/index.js"],
      executed: [],
      complete: true,
      reason: "",
    };
    await writeFile(join(folder.path, "run.json"), JSON.stringify({ proof: { observed: { files } } }));
    const found = await report(["--learned", "run.json", "a.tar"]);
    const use = Object.fromEntries((found.vulnerabilities ?? []).map(({ name, inUse }) => [name, inUse]));
    expect(use).toMatchObject({ left: true, libssl3: "unknown" });
    const less = await report(["--learned", "run.json", "--in-use", "a.tar"]);
    expect(less.vulnerabilities?.every(({ inUse }) => inUse !== false)).toBe(true);
  });

  it("gives the same answer of the SBOM of an image, from a file and from standard input", async () => {
    const sbom = join(folder.path, "sbom.json");
    expect((await run(["inspect", "--format", "cyclonedx", "--output", sbom, "a.tar"])).code).toBe(0);
    const strip = (all: Report["vulnerabilities"]) =>
      all?.map(({ id, purl, fixedIn, severity }) => [id, purl, fixedIn, severity]);
    const image = strip((await report(["a.tar"])).vulnerabilities);
    const file = await report(["sbom.json"]);
    expect(strip(file.vulnerabilities)).toEqual(image);
    expect(file.targets[0]?.kind).toBe("sbom");
    const piped = await report(["-"], { input: await readFile(sbom, "utf8") });
    expect(strip(piped.vulnerabilities)).toEqual(image);
  });

  it("counts what an SBOM itself says of its vulnerabilities", async () => {
    const purl = "pkg:npm/left@1.0.0";
    const sbom = {
      bomFormat: "CycloneDX",
      specVersion: "1.6",
      components: [{ type: "library", name: "left", version: "1.0.0", purl, "bom-ref": "left" }],
      vulnerabilities: [
        {
          id: "CVE-2024-20001",
          analysis: { state: "not_affected", justification: "code_not_present", detail: "built without it" },
          affects: [{ ref: "left" }],
        },
      ],
    };
    await writeFile(join(folder.path, "told.json"), JSON.stringify(sbom));
    const found = await report(["told.json"]);
    expect(found.vulnerabilities?.map(({ id, suppressed }) => [id, suppressed?.by])).toEqual([
      ["CVE-2024-20001", "vex"],
      ["CVE-2024-20002", undefined],
    ]);
  });

  it.each(["markdown", "html", "sarif", "junit", "github", "gitlab", "cyclonedx", "spdx"])(
    "prints %s",
    async (format) => {
      const { code, stdout, stderr } = await scan(["--quiet", "--format", format, "a.tar"]);
      expect(code, stderr).toBe(1);
      expect(stdout.length).toBeGreaterThan(100);
    },
  );

  it("equal inputs give equal bytes", async () => {
    const [one, two] = await Promise.all([1, 2].map(() => scan(["--quiet", "a.tar"])));
    expect(two?.stdout).toBe(one?.stdout);
  });

  it("hostile names reach no terminal, file or command", async () => {
    const evil = "\u001b[2J$(id)`id`\n";
    const members: Member[] = [
      ...base,
      { path: "app/node_modules/x/package.json", content: JSON.stringify({ name: "left", version: `1.0.0${evil}` }) },
    ];
    await writeFile(join(folder.path, "evil.tar"), dockerSave({ layers: [members] }));
    const { stdout, code } = await scan(["--quiet", "evil.tar"]);
    expect(code).toBe(1);
    // oxlint-disable-next-line no-control-regex
    expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  });
});

describe("hullproof check with a store", () => {
  it("has the vulnerabilities as findings; without one they are skipped, not clean", async () => {
    const args = ["check", "--format", "json", "docker-archive:a.tar"];
    const verdict = (text: string) =>
      parseReport(text).rules.find(({ rule }) => rule === "vulnerabilities/known-vulnerability")?.verdict;
    expect(verdict((await run(args)).stdout)).toBe("found");
    expect(verdict((await run(args, { env: { HULLPROOF_DATA: join(folder.path, "nothing") } })).stdout)).toBe(
      "skipped",
    );
  });
});
