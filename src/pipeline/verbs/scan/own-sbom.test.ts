// Earlier decisions apply to an image, to its current SBOM, and to its SBOM of an earlier version.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dockerSave } from "../../../../test/images/archive.ts";
import { openInteropFolder, sbomFormats, type InteropFolder } from "../../../../test/interop/scan-interop.ts";
import { interopTrees } from "../../../../test/interop/trees.ts";
import type { Report } from "../../../domain/report/report.ts";
import { readBaseline, withBaseline } from "../../baseline/with-baseline.ts";

let cwd = "";
let folder: InteropFolder;

const qualifiers = "?arch=amd64&distro=debian-13";
const libssl = `pkg:deb/debian/libssl3t64@3.5.1-1${qualifiers}`;
const zlib = `pkg:deb/debian/zlib1g@1:1.3.dfsg%2Breally1.3.1-1%2Bb1${qualifiers}`;
const component = (name: string, version: string, purl: string, source: string, sourceVersion: string) => ({
  type: "library",
  "bom-ref": purl,
  name,
  version,
  purl,
  properties: [
    { name: "hullproof:layer:index", value: "0" },
    { name: "hullproof:path", value: "/var/lib/dpkg/status" },
    { name: "hullproof:source:name", value: source },
    { name: "hullproof:source:version", value: sourceVersion },
  ],
});
const spdxPackage = (name: string, version: string, purl: string, source: string) => ({
  name,
  SPDXID: `SPDXRef-Package-${name}`,
  versionInfo: version,
  sourceInfo: `found in /var/lib/dpkg/status of layer 0; built from ${source}`,
  externalRefs: [{ referenceCategory: "PACKAGE-MANAGER", referenceType: "purl", referenceLocator: purl }],
});
/** In the format of versions before `upstream`, with the archive's path as the name of the image. */
const former = {
  "former.cdx.json": {
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    metadata: { component: { type: "container", "bom-ref": "image:sha256:0", name: "/srv/ci/8/debian.tar" } },
    components: [
      { type: "operating-system", "bom-ref": "os:debian@13", name: "debian", version: "13" },
      component("libssl3t64", "3.5.1-1", libssl, "openssl", "3.5.1-1"),
      component("zlib1g", "1:1.3.dfsg+really1.3.1-1+b1", zlib, "zlib", "1:1.3.dfsg+really1.3.1-1"),
    ],
  },
  "former.spdx.json": {
    spdxVersion: "SPDX-2.3",
    name: "/srv/ci/8/debian.tar",
    creationInfo: { creators: ["Tool: hullproof-0.1.0"] },
    packages: [
      { name: "debian", SPDXID: "SPDXRef-OS", versionInfo: "13", primaryPackagePurpose: "OPERATING_SYSTEM" },
      spdxPackage("libssl3t64", "3.5.1-1", libssl, "openssl 3.5.1-1"),
      spdxPackage("zlib1g", "1:1.3.dfsg+really1.3.1-1+b1", zlib, "zlib 1:1.3.dfsg+really1.3.1-1"),
    ],
  },
};
const targets = ["debian.tar", "today.cyclonedx.json", "today.spdx.json", ...Object.keys(former)];
const write = (name: string, content: unknown) =>
  writeFile(join(cwd, name), typeof content === "string" ? content : JSON.stringify(content));

beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), "hullproof-test-own-sbom-"));
  folder = await openInteropFolder(cwd);
  const [debian] = interopTrees();
  await writeFile(
    join(cwd, "debian.tar"),
    dockerSave({ layers: [debian?.members ?? []], tag: "team/debian:1.0", layout: "old" }),
  );
  for (const format of sbomFormats) await folder.writeSbom(join(cwd, "debian.tar"), format, `today.${format}.json`);
  for (const [name, content] of Object.entries(former)) await write(name, content);
}, 60_000);
afterAll(async () => {
  await rm(cwd, { recursive: true, force: true });
});

const both = ({ vulnerabilities = [] }: Report) =>
  vulnerabilities.filter(({ name }) => name === "libssl3t64" || name === "zlib1g");
const decided = (report: Report) => both(report).map(({ purl, suppressed }) => [purl, suppressed?.by]);

it.each(["today.cyclonedx.json", "today.spdx.json"])("scans %s with the results of the image", async (sbom) => {
  const [image, read] = [await folder.scan("debian.tar"), await folder.scan(sbom)];
  const parts = ({ vulnerabilities = [] }: Report) =>
    vulnerabilities.map(({ id, purl, path, layer }) => [id, purl, path, layer]);
  expect(parts(read)).toEqual(parts(image));
  expect(parts(read).length).toBeGreaterThan(25);
  expect(read.targets[0]?.name).toBe("team/debian:1.0");
});

describe.each(targets)("%s", (target) => {
  it("matches earlier suppressions with a whole purl, and none with another version", async () => {
    const entry = (purl: string) => `    - { id: "*", package: "${purl}", reason: known, until: 2099-01-01 }\n`;
    const ids = both(await folder.scan(target)).map(({ id, purl }) => [id, purl] as const);
    expect(ids.map(([, purl]) => purl).toSorted()).toEqual([libssl, zlib]);
    const lines = (change: (purl: string) => string) =>
      ids.map(([id, purl]) => entry(change(purl)).replace('"*"', id)).join("");
    await write("hullproof.yaml", `vulnerabilities:\n  ignore:\n${lines((purl) => purl)}`);
    expect(decided(await folder.scan(target)).map(([, by]) => by)).toEqual(["ignore", "ignore"]);
    await write(
      "hullproof.yaml",
      `vulnerabilities:\n  ignore:\n${lines((purl) => purl.replace("3.1-1", "3.1-2").replace("5.1-1", "5.1-2"))}`,
    );
    expect(decided(await folder.scan(target)).map(([, by]) => by)).toEqual([undefined, undefined]);
    await rm(join(cwd, "hullproof.yaml"));
  });

  it.each([
    ["the packages", (purl: string) => ({ "@id": purl })],
    [
      "the image and the packages in it",
      (purl: string) => ({
        "@id": target.startsWith("former") ? "/srv/ci/8/debian.tar" : "team/debian:1.0",
        subcomponents: [{ "@id": purl }],
      }),
    ],
  ])("matches VEX on %s in its format", async (_, product) => {
    const statements = both(await folder.scan(target)).map(({ id, purl }) => ({
      vulnerability: { name: id },
      products: [product(purl)],
      status: "not_affected",
      justification: "vulnerable_code_not_present",
    }));
    await write("old.vex.json", { "@context": "https://openvex.dev/ns/v0.2.0", author: "a", statements });
    expect(decided(await folder.scan(target, ["old.vex.json"])).map(([, by]) => by)).toEqual(["vex", "vex"]);
  });

  it("matches a baseline under the earlier name", async () => {
    const image = target === "debian.tar";
    await write("base.json", JSON.stringify(await folder.scan(image ? "debian.tar" : "former.cdx.json")));
    const report = withBaseline(await folder.scan(target), await readBaseline("base.json", cwd), {
      cwd,
      today: "2026-12-01",
    });
    expect(both(report).map(({ state }) => state)).toEqual(["same", "same"]);
    const findings = report.findings.filter(({ location }) => "path" in location && location.path.endsWith("status"));
    expect(findings.some(({ state }) => state === "same")).toBe(true);
  });
});
