import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sbomTarget, readSbomTarget } from "./sbom-target.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hullproof-sbom-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function* nothing(): AsyncGenerator<Uint8Array> {}

test.each([
  ["sbom.json", '{"bomFormat":"CycloneDX"}', true],
  ["sbom.xml", '\uFEFF<?xml version="1.0"?>', true],
  ["sbom.spdx", "SPDXVersion: SPDX-2.3", true],
  ["purls", "pkg:npm/a@1", true],
  ["image.tar", `manifest.json${"\0".repeat(600)}`, false],
  ["image.tar.gz", "\x1f\x8b\x08", false],
  ["empty", "", false],
])("recognizes %s by its content", async (name, content, isSbom) => {
  await writeFile(join(folder, name), content);
  expect(await sbomTarget(name, folder)).toEqual(isSbom ? { kind: "sbom", name } : undefined);
});

test("recognizes a prefix and standard input without reading", async () => {
  expect(await sbomTarget("sbom:any", folder)).toEqual({ kind: "sbom", name: "any" });
  expect(await sbomTarget("-", folder)).toEqual({ kind: "sbom", name: "-" });
  expect(await sbomTarget("debian:13", folder)).toBeUndefined();
  await expect(sbomTarget("sbom:", folder)).rejects.toMatchObject({ code: "bad-usage" });
});

test("reads a file and a stream", async () => {
  await writeFile(join(folder, "two"), "pkg:npm/a@1\npkg:npm/b@2\n");
  expect((await readSbomTarget({ kind: "sbom", name: "two" }, folder, nothing())).packages).toHaveLength(2);
  const stream = (async function* () {
    yield Buffer.from("pkg:np");
    yield Buffer.from("m/a@1");
  })();
  const sbom = await readSbomTarget({ kind: "sbom", name: "-" }, folder, stream);
  expect(sbom.packages).toMatchObject([{ purl: "pkg:npm/a@1", path: "standard input:1" }]);
  await expect(readSbomTarget({ kind: "sbom", name: "gone" }, folder, nothing())).rejects.toMatchObject({
    code: "no-such-file",
  });
  await expect(readSbomTarget({ kind: "sbom", name: "." }, folder, nothing())).rejects.toMatchObject({
    code: "unreadable",
  });
});
