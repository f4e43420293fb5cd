import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { writeElf } from "../../../test/formats/write-elf.ts";
import { writeBuildInfo } from "../../../test/formats/write-go.ts";
import { dockerSave } from "../../../test/images/archive.ts";
import { openArchive } from "../../sources/image/archive/archive.ts";
import { readFacts } from "./read-facts.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hullproof-facts-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("separates adjacent programs in a plain archive", async () => {
  const padding = { name: ".text", content: Buffer.alloc(65_536) };
  const program = (path: string, modules?: string) => ({
    path,
    mode: 0o755,
    content: writeElf([
      padding,
      ...(modules === undefined ? [] : [{ name: ".go.buildinfo", content: writeBuildInfo("go1.22.3", modules) }]),
    ]),
  });
  const dependency = (name: string) => `path\tx\ndep\texample.com/${name}\tv1.0.0\th1:abc=\n`;
  const layer = [
    program("usr/bin/plain"),
    program("usr/bin/one", dependency("one")),
    program("usr/bin/between"),
    program("usr/bin/two", dependency("two")),
  ];
  const file = join(folder, "image.tar");
  await writeFile(file, dockerSave({ layers: [layer] }));
  const { info } = await readFacts(await openArchive(file));
  const found = info.packages.map(({ name, path }) => `${name} ${path}`);
  expect(found).toContain("example.com/one /usr/bin/one");
  expect(found).toContain("example.com/two /usr/bin/two");
});
