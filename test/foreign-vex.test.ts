// VEX in the purls that other scanners gave to the packages of one image (recorded by `npm run interop -- --record`), read by us.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Report } from "../src/domain/report/report.ts";
import { dockerSave } from "./images/archive.ts";
import { csafVexOf, cyclonedxVexOf, openVexOf, otherVersion, type PeerFinding } from "./interop/foreign-vex.ts";
import { openInteropFolder, sbomFormats, type InteropFolder } from "./interop/scan-interop.ts";
import { interopTrees } from "./interop/trees.ts";

const recorded = JSON.parse(
  readFileSync(new URL("interop/recorded-answers.json", import.meta.url), "utf8"),
) as Readonly<Record<"trivy" | "grype", Readonly<Record<string, readonly PeerFinding[]>>>>;
const trees = interopTrees().map(({ name }) => name);
let cwd = "";
let folder: InteropFolder;

beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), "hullproof-test-interop-"));
  folder = await openInteropFolder(cwd);
  for (const { name, members } of interopTrees()) {
    const archive = join(cwd, `${name}.tar`);
    await writeFile(archive, dockerSave({ layers: [members], tag: `team/${name}:1.0`, layout: "old" }));
    for (const format of sbomFormats) await folder.writeSbom(archive, format, `${name}.${format}.json`);
  }
}, 120_000);
afterAll(async () => {
  await rm(cwd, { recursive: true, force: true });
});

const open = ({ vulnerabilities = [] }: Report) =>
  vulnerabilities.filter(({ suppressed }) => suppressed === undefined).map(({ id, purl }) => `${id} ${purl}`);

async function left(target: string, vex: string): Promise<readonly string[]> {
  await writeFile(join(cwd, "their.vex.json"), vex);
  return open(await folder.scan(target, ["their.vex.json"]));
}

describe.each(trees)("of %s", (tree) => {
  const targets = [`${tree}.tar`, ...sbomFormats.map((format) => `${tree}.${format}.json`)];
  // grype looks up Azure Linux's packages by their own names and misses those of another.
  const missing = { trivy: 0, grype: tree === "azurelinux" ? 2 : 0 };

  it.each(["trivy", "grype"] as const)(
    "%s's purls take effect in each format, on the image and on its SBOMs",
    async (peer) => {
      const theirs = recorded[peer][tree] ?? [];
      expect(theirs.length).toBeGreaterThan(2);
      const image = `team/${tree}:1.0`;
      const documents = [
        openVexOf(theirs),
        openVexOf(theirs, image),
        cyclonedxVexOf(theirs),
        csafVexOf(theirs),
        csafVexOf(theirs, image),
      ];
      for (const target of targets)
        for (const document of documents) {
          const rest = await left(target, document);
          expect(rest.length, `${target}: ${rest.join(", ")}`).toBe(missing[peer]);
        }
    },
    60_000,
  );

  it.each(["trivy", "grype"] as const)(
    "%s's purls of another version or image take effect nowhere",
    async (peer) => {
      const theirs = recorded[peer][tree] ?? [];
      const others = otherVersion(theirs);
      const image = "team/another:1.0";
      const oci = `pkg:oci/${tree}@sha256:${"0".repeat(64)}`;
      const documents = [
        openVexOf(others),
        openVexOf(theirs, image),
        openVexOf(theirs, oci),
        cyclonedxVexOf(others),
        csafVexOf(others),
        csafVexOf(theirs, image),
      ];
      for (const target of targets) {
        const all = open(await folder.scan(target));
        for (const document of documents) expect(await left(target, document)).toEqual(all);
      }
    },
    60_000,
  );
});
