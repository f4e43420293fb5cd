// fast-check prints seed and path of a failure; `fc.assert(..., { seed, path })` repeats it.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { headerBlock, padded, tarOf, type Member } from "../../../test/images/archive.ts";
import { factsOf, hostileGround, ordinary } from "../../../test/images/hostile.ts";
import { blobStore, layoutFiles, sha256, writeLayout } from "../../../test/images/oci.ts";
import { Failure } from "../../domain/failure.ts";
import { openOciLayout } from "../../sources/image/archive/oci.ts";

const ground = hostileGround();

describe("false sizes", () => {
  const saved = (layer: Buffer): Buffer => saveOf([layer]);

  it.each([
    ["a file beyond the archive's end", headerBlock({ name: "etc/passwd", flag: "0", size: 8 ** 11 - 1 })],
    [
      "a size in base 256 beyond 2^53",
      headerBlock({ name: "x", flag: "0", overwrite: (block) => block.fill(0xff, 124, 136).fill(0x80, 124, 125) }),
    ],
    ["a negative size", headerBlock({ name: "x", flag: "0", overwrite: (block) => block.fill(0xff, 124, 136) })],
    ["an extended header of 8 GB", headerBlock({ name: "x", flag: "x", size: 8 ** 11 - 1 })],
    ["a long name of 8 GB", headerBlock({ name: "x", flag: "L", size: 8 ** 11 - 1 })],
  ])("%s", async (_, header) => {
    const result = await ground.ofBytes(saved(Buffer.concat([header, padded(Buffer.from("root::0:0::/:/bin/sh\n"))])));
    expect(result).toMatchObject({ code: "bad-image" });
  });

  it("uses a PAX size instead of the header's, like the engine", async () => {
    const members: Member[] = [{ path: "etc/passwd", content: "root::0:0::/:/bin/sh\n", pax: { size: "99999999999" } }];
    expect(await ground.ofBytes(saved(tarOf(members)))).toMatchObject({ code: "bad-image" });
  });
});

/** A docker save archive of these layers, unmodified. */
function saveOf(layers: readonly Uint8Array[], manifestLayers?: readonly string[]): Buffer {
  const paths = layers.map((_, at) => `${at}/layer.tar`);
  const listed = manifestLayers ?? paths;
  const config = JSON.stringify({ rootfs: { diff_ids: listed.map(() => sha256("x")) }, config: {} });
  return tarOf([
    { path: "config.json", content: config },
    ...layers.map((content, at) => ({ path: `${at}/layer.tar`, content })),
    { path: "manifest.json", content: JSON.stringify([{ Config: "config.json", Layers: listed }]) },
  ]);
}

describe("the archive around the layers", () => {
  it("has duplicate members, duplicate manifests, or links in place of blobs", async () => {
    const layer = tarOf([{ path: "etc/passwd", content: "root:x:0:0::/:/bin/sh\n" }]);
    const honest = saveOf([layer]).subarray(0, -1024);
    factsOf(await ground.ofBytes(Buffer.concat([honest, saveOf([layer])])));
    const manifest = (path: string) => JSON.stringify([{ Config: "config.json", Layers: [path] }]);
    const config = JSON.stringify({ rootfs: { diff_ids: [sha256("x")] } });
    for (const link of ["/etc/passwd", "../../../../../../etc/passwd", "layer", "manifest.json", ".."]) {
      const members: Member[] = [
        { path: "config.json", content: config },
        { path: "layer", type: "symlink", link },
        { path: "manifest.json", content: manifest("layer") },
      ];
      const result = await ground.ofBytes(tarOf(members));
      if (link === "manifest.json") expect(result).toBeInstanceOf(Failure);
      else expect(result).toMatchObject({ code: "bad-image" });
    }
    expect(
      await ground.ofBytes(
        tarOf([
          { path: "config.json", content: config },
          { path: "manifest.json", content: manifest("/etc/passwd") },
        ]),
      ),
    ).toMatchObject({ code: "bad-image" });
  });

  it("lists a layer more often than an image can have layers", async () => {
    const layer = tarOf([{ path: "a", content: "x" }]);
    expect(
      await ground.ofBytes(
        saveOf(
          [layer],
          Array.from({ length: 40_000 }, () => "0/layer.tar"),
        ),
      ),
    ).toMatchObject({ code: "bad-image" });
  });
});

describe("an OCI layout with wrong digests", () => {
  it("fails for any flipped bit in any file that is read", async () => {
    const store = blobStore();
    const files = layoutFiles(store, [store.image({ layers: ordinary })]);
    const layout = await writeLayout(join(ground.folder, crypto.randomUUID()), files);
    const honest = factsOf(await ground.outcome(() => openOciLayout(layout)));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...files.keys()), fc.nat(), fc.nat({ max: 7 }), async (path, at, bit) => {
        const bytes = Buffer.from(files.get(path) ?? "");
        bytes[at % bytes.length] = (bytes[at % bytes.length] ?? 0) ^ (1 << bit);
        await writeFile(join(layout, path), bytes);
        const result = await ground.outcome(() => openOciLayout(layout));
        await writeFile(join(layout, path), files.get(path) ?? "");
        // Not covered by a digest: a media type or another key of the index may change without meaning.
        if (path.startsWith("blobs/")) expect(result).toMatchObject({ code: "bad-image" });
        else if (!(result instanceof Failure)) expect(result).toEqual(honest);
      }),
      { numRuns: 150 },
    );
  });

  it.each(["manifest", "config", "layer"])("refuses a wrong digest of the %s", async (which) => {
    const store = blobStore();
    const image = store.image({ layers: ordinary });
    const digests = [...store.blobs.keys()];
    // Created in this order: the configuration, the layers, the manifest.
    const digest = which === "config" ? digests[0] : which === "layer" ? digests[1] : digests.at(-1);
    const files = layoutFiles(store, [image]);
    const path = `blobs/${digest?.replace(":", "/")}`;
    const bytes = Buffer.from(files.get(path) ?? "");
    // Another byte of equal length: in a JSON text, or in a gzip member of other content.
    const other =
      which === "layer"
        ? sameLength(bytes.length)
        : Buffer.from(bytes.toString().replace("amd64", "arm64").replace("gzip", "zstd"));
    expect(other.equals(bytes)).toBe(false);
    files.set(path, other);
    const layout = await writeLayout(join(ground.folder, crypto.randomUUID()), files);
    const result = await ground.outcome(() => openOciLayout(layout));
    expect(result).toMatchObject({ code: "bad-image", message: expect.stringMatching(/digest/) as string });
  });

  /** A gzip member of this many bytes, of an empty archive. */
  function sameLength(length: number): Buffer {
    const packed = gzipSync(Buffer.alloc(1024));
    // A second, stored member fills it up: its content is the rest.
    const rest = length - packed.length - gzipSync(Buffer.alloc(0), { level: 0 }).length;
    return Buffer.concat([packed, gzipSync(Buffer.alloc(rest), { level: 0 })]).subarray(0, length);
  }
});
