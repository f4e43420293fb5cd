import { mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { entryPath, type Entries } from "../../../domain/image/entries.ts";
import { dockerSave, tarOf } from "../../../../test/images/archive.ts";
import { openArchive } from "./archive.ts";
import { hashFiles } from "../layers/hash-files.ts";
import type { LayerProbe } from "../../../domain/image/layer-probe.ts";
import { readImage } from "../layers/read-image.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hullproof-test-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function fileOf(bytes: Uint8Array | string): Promise<string> {
  const file = join(folder, `${crypto.randomUUID()}.tar`);
  await writeFile(file, bytes);
  return file;
}

const layers = [
  [
    { path: "etc/", mode: 0o755 },
    { path: "etc/os-release", content: "ID=debian\n" },
    { path: "usr/bin/su", content: "x".repeat(100_000), mode: 0o4755 },
  ],
  [{ path: "etc/passwd", content: "root" }],
];

/** Values are the files' texts. */
const textOf = (...names: string[]): LayerProbe => ({
  name: "text",
  looksAt: { names },
  read: (_file, body) => new TextDecoder().decode(body.read(0, body.size)),
});

const pathsIn = (entries: Entries): string[] =>
  Array.from({ length: entries.count }, (_, at) => entryPath(entries, at));

describe("openArchive", () => {
  it.each([
    ["new", undefined],
    ["new", "gzip"],
    ["new", "zstd"],
    ["old", undefined],
    ["old", "gzip"],
  ] as const)("reads the %s layout, layers %s", async (layout, compression) => {
    const file = await fileOf(
      dockerSave({
        layers,
        layout,
        ...(compression === undefined ? {} : { compression }),
        config: { User: "app", Env: ["A=1"], Cmd: null, ExposedPorts: { "8080/tcp": {} }, Labels: { k: "v" } },
        history: [{ created_by: "base" }, { created_by: "ENV A=1", empty_layer: true }, { created_by: "COPY . ." }],
      }),
    );
    const image = await openArchive(file);
    expect(image.name).toBe("example:latest");
    expect(image.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(image.config).toMatchObject({
      user: "app",
      env: ["A=1"],
      cmd: [],
      exposedPorts: ["8080/tcp"],
      labels: { k: "v" },
    });
    expect(image.layers.map(({ createdBy }) => createdBy)).toEqual(["base", "COPY . ."]);

    const read = await readImage(image, { probes: [textOf("os-release", "passwd")] });
    expect(read.layers.map(({ entries }) => pathsIn(entries))).toEqual([
      ["/etc", "/etc/os-release", "/usr/bin/su"],
      ["/etc/passwd"],
    ]);
    expect(read.layers.map(({ values }) => values)).toEqual([
      [{ probe: "text", entry: 1, value: "ID=debian\n" }],
      [{ probe: "text", entry: 0, value: "root" }],
    ]);
    // sha256 of "root"
    expect([...(await hashFiles(image, [{ layer: 1, index: 0 }]))]).toEqual([
      ["1:0", "4813494d137e1631bba301d5acab6e7bb7aa74ce1185d456565ef51d737677b2"],
    ]);
  });

  it("follows the link of a repeated layer in the old layout", async () => {
    const image = await openArchive(await fileOf(dockerSave({ layers: [layers[1]!, layers[1]!], layout: "old" })));
    const read = await readImage(image, { probes: [] });
    expect(read.layers.map(({ entries }) => entries.count)).toEqual([1, 1]);
  });

  it("reads an image without layers, and one without history", async () => {
    expect((await openArchive(await fileOf(dockerSave({ layers: [] })))).layers).toEqual([]);
    const image = await openArchive(await fileOf(dockerSave({ layers, history: [] })));
    expect(image.layers.map(({ createdBy }) => createdBy)).toEqual(["", ""]);
  });

  it("rejects a file that is too large", async () => {
    const huge = { path: "etc/os-release", content: Buffer.alloc(33 * 1_048_576) };
    const archive = await openArchive(await fileOf(dockerSave({ layers: [[huge]] })));
    const read = await readImage(archive, { probes: [textOf("os-release")] });
    expect(read.layers[0]?.unread).toEqual([
      { path: "/etc/os-release", reason: expect.stringMatching(/has 34603008 bytes/) as string },
    ]);
    expect(read.layers[0]?.values).toEqual([]);
  });

  const manifest = (value: unknown) => tarOf([{ path: "manifest.json", content: JSON.stringify(value) }]);
  it.each<[string, Uint8Array | string, RegExp]>([
    ["text", "FROM debian:trixie\n".repeat(60), /checksum/],
    ["short text", "FROM debian\n", /not an image archive: it is not a tar archive/],
    ["nothing", "", /not an image archive/],
    ["another tar", tarOf([{ path: "etc/passwd", content: "x" }]), /has neither manifest.json nor oci-layout/],
    ["half an OCI layout", tarOf([{ path: "oci-layout", content: "{}" }]), /oci-layout file does not name a version 1/],
    ["a gzipped archive", gzipSync(dockerSave({ layers })), /compressed as a whole \(gzip\)/],
    ["a manifest that is not JSON", tarOf([{ path: "manifest.json", content: "{" }]), /manifest.json in/],
    ["an empty manifest", manifest([]), /lists no images/],
    ["a manifest of another shape", manifest({ a: 1 }), /lists no images/],
    ["a missing configuration", manifest([{ Config: "x.json", Layers: [] }]), /\/x.json is missing/],
    ["a link to itself", tarOf([{ path: "manifest.json", type: "symlink", link: "manifest.json" }]), /link to itself/],
    [
      "a configuration outside of the archive",
      manifest([{ Config: "../../../../etc/hostname", Layers: [] }]),
      /is missing in it/,
    ],
    [
      "a configuration under a wrong digest",
      tarOf([
        { path: `${"0".repeat(64)}.json`, content: "{}" },
        { path: "manifest.json", content: JSON.stringify([{ Config: `${"0".repeat(64)}.json`, Layers: [] }]) },
      ]),
      /does not have the digest/,
    ],
    [
      "more layers than the configuration names",
      tarOf([
        { path: "c.json", content: JSON.stringify({ rootfs: { diff_ids: [] } }) },
        { path: "manifest.json", content: JSON.stringify([{ Config: "c.json", Layers: ["l"] }]) },
      ]),
      /holds 1 layers, its configuration names 0/,
    ],
    [
      "a configuration without rootfs",
      tarOf([
        { path: "c.json", content: "{}" },
        { path: "manifest.json", content: JSON.stringify([{ Config: "c.json", Layers: [] }]) },
      ]),
      /c.json in .*rootfs/,
    ],
    [
      "several images, none named",
      manifest([
        { Config: "a", RepoTags: ["b:1"] },
        { Config: "b", RepoTags: ["a:1"] },
      ]),
      /holds 2 images: a:1, b:1/,
    ],
  ])("refuses %s", async (_name, bytes, message) => {
    await expect(openArchive(await fileOf(bytes))).rejects.toMatchObject({
      name: "Failure",
      code: "bad-image",
      message: expect.stringMatching(message) as string,
      hint: expect.stringMatching(/./) as string,
    });
  });

  it("distinguishes a missing file from a folder", async () => {
    await expect(openArchive(join(folder, "none.tar"))).rejects.toMatchObject({ code: "no-such-file" });
    await expect(openArchive(folder)).rejects.toMatchObject({ code: "bad-image" });
  });

  it("rejects a truncated archive", async () => {
    const bytes = dockerSave({ layers });
    const file = await fileOf(bytes);
    await truncate(file, Math.floor(bytes.length / 2));
    await expect(openArchive(file)).rejects.toMatchObject({
      code: "bad-image",
      message: expect.stringMatching(/middle/) as string,
    });
  });

  it.each(["gzip", "zstd"] as const)("names the damaged %s layer", async (compression) => {
    // Text, so that it is really compressed.
    const content = Array.from({ length: 10_000 }, (_, at) => `line ${(at * 7_919) % 10_007}`).join("\n");
    const bytes = dockerSave({ layers: [[{ path: "a", content }]], compression });
    const file = await fileOf(bytes.fill(0x55, 5_000, 10_000));
    const image = await openArchive(file);
    await expect(readImage(image, { probes: [] })).rejects.toMatchObject({
      code: "bad-image",
      message: expect.stringMatching(/^layer 0 of/) as string,
    });
  });
});
