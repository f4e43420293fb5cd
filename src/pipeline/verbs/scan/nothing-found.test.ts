// An inventory without packages, or a distribution without its own, is not clean.
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { reportVerdict } from "../../../reports/content/verdict.ts";
import { buildAdvisories } from "../advisories/build.ts";
import type { Context } from "../../context.ts";
import { scan } from "./scan.ts";

let cwd = "";
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), "hullproof-test-nothing-"));
  const advisory = {
    id: "GHSA-1",
    modified: "2026-01-01T00:00:00Z",
    affected: [
      {
        package: { ecosystem: "npm", name: "one" },
        ranges: [{ type: "SEMVER", events: [{ introduced: "0" }, { fixed: "2.0.0" }] }],
      },
    ],
  };
  await put("feeds/one.json", JSON.stringify(advisory));
  await buildAdvisories({
    cwd,
    inputs: ["feeds"],
    output: join(cwd, "store"),
    now: "2026-11-25T01:00:00.000Z",
    progress: () => {},
  });
});
afterAll(() => rm(cwd, { recursive: true, force: true }));

const put = async (path: string, text: string): Promise<void> => {
  await mkdir(dirname(join(cwd, path)), { recursive: true });
  await writeFile(join(cwd, path), text);
};
const sbom = (components: readonly object[]): string =>
  JSON.stringify({ bomFormat: "CycloneDX", specVersion: "1.6", version: 1, components });
const scanned = (name: string) => {
  const context = {
    cwd,
    today: "2026-11-27",
    version: "0",
    progress: () => {},
    advisoriesFolder: join(cwd, "store"),
    cacheFolder: join(cwd, "cache"),
  } as unknown as Context;
  return scan(
    name,
    {
      updates: "none",
      vex: [],
      with: [],
      fixable: false,
      inUse: false,
      stdin: () => Promise.resolve(""),
    } as unknown as Parameters<typeof scan>[1],
    context,
  );
};

it.each<[string, string, () => Promise<void>]>([
  ["an SBOM without packages", "sbom:empty.json", () => put("empty.json", sbom([]))],
  ["an empty folder as root file system", "rootfs:bare", () => put("bare/etc/nothing", "")],
  [
    "a distribution without its database",
    "rootfs:debian",
    () => put("debian/etc/os-release", "ID=debian\nVERSION_ID=13\n"),
  ],
])("does not call %s clean", async (_, name, make) => {
  await make();
  const report = await scanned(name);
  expect(reportVerdict(report).word).not.toBe("Clean");
  expect(report.notChecked?.join("\n")).toMatch(/no packages were found/);
  const known = report.rules.find(({ rule }) => rule === "vulnerabilities/known-vulnerability");
  expect(known).toMatchObject({
    verdict: "skipped",
    reason: expect.stringContaining("no packages were found") as string,
  });
});

it.each<[string, readonly object[], RegExp]>([
  [
    "an ecosystem without advisories",
    [{ type: "library", name: "a", version: "1", purl: "pkg:cargo/a@1.0.0" }],
    /no advisories for crates|cargo/,
  ],
  [
    "a distribution without advisories",
    [{ type: "library", name: "bash", version: "5", purl: "pkg:rpm/cbl-mariner/bash@5.1-1?distro=cbl-mariner-2.0.2" }],
    /azurelinux-2/,
  ],
  [
    "a distribution of which only the program's own packages are known",
    [
      { type: "operating-system", name: "debian", version: "13" },
      { type: "library", name: "one", version: "3.0.0", purl: "pkg:npm/one@3.0.0" },
    ],
    /it is debian, and none of its packages were found/,
  ],
])("reports %s, and is not clean", async (_, components, told) => {
  await put("some.json", sbom(components));
  const report = await scanned("sbom:some.json");
  expect(reportVerdict(report).word).toBe("Partly checked");
  expect(report.notChecked?.join("\n")).toMatch(told);
  expect(report.rules.find(({ rule }) => rule === "vulnerabilities/known-vulnerability")?.verdict).toBe("skipped");
});

it("is clean where everything was checked", async () => {
  await put("some.json", sbom([{ type: "library", name: "one", version: "3.0.0", purl: "pkg:npm/one@3.0.0" }]));
  expect(reportVerdict(await scanned("sbom:some.json")).word).toBe("Clean");
});
