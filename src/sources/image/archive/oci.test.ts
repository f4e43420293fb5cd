import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { BlobStore, OciDescriptor } from "../../../../test/images/oci.ts";
import { attestation, blobStore, layoutFiles, writeLayout } from "../../../../test/images/oci.ts";
import { ociImage, openOciLayout } from "./oci.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hullproof-test-"));
});
afterAll(() => rm(folder, { recursive: true }));

const refName = "org.opencontainers.image.ref.name";
const fresh = (): string => join(folder, crypto.randomUUID());
const named = (descriptor: OciDescriptor, annotations: Record<string, string>): OciDescriptor => ({
  ...descriptor,
  annotations,
});
const on = (descriptor: OciDescriptor, architecture: string, variant?: string): OciDescriptor => ({
  ...descriptor,
  platform: { os: "linux", architecture, ...(variant === undefined ? {} : { variant }) },
});
const layout = (store: BlobStore, manifests: readonly OciDescriptor[]): Promise<string> =>
  writeLayout(fresh(), layoutFiles(store, manifests));
const bad = (message: RegExp, code = "bad-image") => ({
  name: "Failure",
  code,
  message: expect.stringMatching(message) as string,
  hint: expect.stringMatching(/./) as string,
});

describe("openOciLayout", () => {
  it.each([
    ["gzip", "oci"],
    ["zstd", "oci"],
    ["none", "oci"],
    ["gzip", "docker"],
  ] as const)("reads layers of %s with %s media types", async (compression, media) => {
    const store = blobStore();
    const image = store.image({ layers: [[{ path: "a", content: "1" }], [{ path: "b" }]], compression, media });
    const opened = await openOciLayout(await layout(store, [named(image, { [refName]: "example:1" })]));
    expect(opened).toMatchObject({ name: "example:1", manifestDigest: image.digest, config: { user: "app" } });
    expect(store.blobs.has(opened.digest)).toBe(true);
    expect(opened.layers.map(({ createdBy }) => createdBy)).toEqual(["layer 0", "layer 1"]);
    const [first] = opened.layers;
    const bytes = first?.bytes;
    if (bytes?.kind !== "file") throw new Error("no file");
    expect(store.blobs.get(bytes.blobDigest ?? "")?.length).toBe(bytes.end - bytes.start);
    expect(first).toMatchObject(
      compression === "none"
        ? { cacheKey: expect.stringMatching(/^file:\d+(:\d+){6}$/) as string, verified: false }
        : { cacheKey: `blob:${bytes.blobDigest}`, verified: true, compressedBytes: bytes.end },
    );
  });

  it("reads a layout among other files", async () => {
    const store = blobStore();
    const files = layoutFiles(store, [store.image({ compression: "none" })]);
    const path = fresh();
    const all: Buffer[] = [Buffer.alloc(99, "x")];
    const regions = new Map<string, { path: string; start: number; end: number }>();
    let at = 99;
    for (const [name, bytes] of files) {
      regions.set(name, { path, start: at, end: at + bytes.length });
      all.push(bytes);
      at += bytes.length;
    }
    await writeFile(path, Buffer.concat(all));
    const image = await ociImage({ where: "layout.tar", find: async (name) => regions.get(name) });
    expect(image.layers[0]).toMatchObject({
      bytes: { kind: "file", path, where: "layer 0 of layout.tar" },
      verified: false,
    });
  });

  it("selects the requested platform in a nested index, and skips attestations", async () => {
    const store = blobStore();
    const images = ["amd64", "arm64"].map((architecture) => on(store.image({ architecture }), architecture));
    const arm = ["v5", "v6"].map((variant) =>
      on(store.image({ architecture: "arm", layers: [[{ path: variant }]] }), "arm", variant),
    );
    const proofs = images.map((image) => attestation(store, image));
    const index = store.index([...images, ...arm, ...proofs]);
    const path = await layout(store, [
      named(index, { "io.containerd.image.name": "docker.io/library/app:1", [refName]: "1" }),
    ]);
    const digestOf = async (platform?: string) =>
      (await openOciLayout(path, platform === undefined ? {} : { platform })).manifestDigest;
    expect(await digestOf("linux/arm64")).toBe(images[1]?.digest);
    expect(await digestOf("aarch64")).toBe(images[1]?.digest);
    expect(await digestOf("linux/arm64/v8")).toBe(images[1]?.digest);
    expect(await digestOf("linux/arm/v7")).toBe(arm[1]?.digest);
    expect(await digestOf("linux/arm/v5")).toBe(arm[0]?.digest);
    const mine = images[["x64", "arm64"].indexOf(process.arch)]?.digest;
    if (mine !== undefined) expect(await digestOf()).toBe(mine);
    const opened = await openOciLayout(path, { platform: "linux/amd64" });
    expect(opened).toMatchObject({ name: "docker.io/library/app:1", indexDigest: index.digest });
    await expect(digestOf("linux/s390x")).rejects.toMatchObject(
      bad(
        /has no image for linux\/s390x; it has: linux\/amd64, linux\/arm\/v5, linux\/arm\/v6, linux\/arm64\./,
        "no-such-image",
      ),
    );
    await expect(digestOf("a/b/c/d")).rejects.toMatchObject(bad(/is not a platform/, "bad-usage"));
  });

  it("selects the only image for any platform, unless another is requested", async () => {
    const store = blobStore();
    const image = store.image({ architecture: "mips64le" });
    const path = await layout(store, [store.index([on(image, "mips64le"), attestation(store, image)])]);
    expect((await openOciLayout(path)).manifestDigest).toBe(image.digest);
    const lying = await layout(store, [on(image, "amd64")]);
    await expect(openOciLayout(lying, { platform: "linux/amd64" })).rejects.toMatchObject(
      bad(/no image for linux\/amd64; it has: linux\/mips64le/, "no-such-image"),
    );
  });

  it("reads the platform from configurations if the index lacks it", async () => {
    const store = blobStore();
    const images = ["amd64", "s390x"].map((architecture) => store.image({ architecture }));
    const opened = await openOciLayout(await layout(store, images), { platform: "linux/s390x" });
    expect(opened.manifestDigest).toBe(images[1]?.digest);
  });

  it("selects an image by its name, and lists the names", async () => {
    const store = blobStore();
    const one = store.image({ layers: [] });
    const two = store.image({ layers: [[{ path: "two" }]] });
    const path = await layout(store, [
      named(one, { [refName]: "v1" }),
      named(two, { [refName]: "docker.io/library/two:latest" }),
    ]);
    for (const name of ["v1", one.digest])
      expect((await openOciLayout(path, { name })).manifestDigest).toBe(one.digest);
    for (const name of ["two:latest", "docker.io/library/two:latest"]) {
      expect(await openOciLayout(path, { name })).toMatchObject({ name, manifestDigest: two.digest });
    }
    await expect(openOciLayout(path)).rejects.toMatchObject(
      bad(/holds 2 images: docker.io\/library\/two:latest, v1/, "no-such-image"),
    );
    await expect(openOciLayout(path, { name: "v2" })).rejects.toMatchObject(
      bad(/no image v2; it holds: .*v1/, "no-such-image"),
    );
    const tags = await layout(store, [named(one, { [refName]: "1" }), named(one, { [refName]: "latest" })]);
    expect((await openOciLayout(tags)).manifestDigest).toBe(one.digest);
  });

  type Change = (files: Map<string, Buffer>, image: OciDescriptor, store: BlobStore) => void;
  const blobPath = ({ digest }: { digest: string }): string => `blobs/${digest.replace(":", "/")}`;
  const layerOf = (store: BlobStore, image: OciDescriptor): { digest: string } =>
    (JSON.parse(String(store.blobs.get(image.digest))) as { layers: { digest: string }[] }).layers[0] ?? { digest: "" };
  const indexOf = (files: Map<string, Buffer>, value: unknown): unknown =>
    files.set("index.json", Buffer.from(JSON.stringify(value)));
  it.each<[string, Change, RegExp]>([
    ["no index", (files) => files.delete("index.json"), /not an OCI layout: it has no index.json/],
    ["no version", (files) => files.delete("oci-layout"), /has no oci-layout/],
    [
      "version 2",
      (files) => files.set("oci-layout", Buffer.from('{"imageLayoutVersion":"2.0.0"}')),
      /does not name a version 1/,
    ],
    ["an index that is not JSON", (files) => files.set("index.json", Buffer.from("{")), /index.json in/],
    ["an empty index", (files) => indexOf(files, { manifests: [] }), /lists no images/],
    [
      "an index that is a manifest too",
      (files) => indexOf(files, { manifests: [], layers: [] }),
      /both an index and a manifest/,
    ],
    [
      "a digest that is a path",
      (files) => indexOf(files, { manifests: [{ digest: "sha256:../../../../etc/passwd", size: 1 }] }),
      /manifests.0.digest: not a sha256/,
    ],
    ["a missing manifest", (files, image) => files.delete(blobPath(image)), /it is missing/],
    [
      "a manifest of other content",
      (files, image) => files.get(blobPath(image))?.write("[", 0),
      /its digest is sha256:.*, not sha256:/,
    ],
    [
      "a manifest of other size",
      (files, image) => files.set(blobPath(image), Buffer.from("{}")),
      /has 2 bytes, its descriptor/,
    ],
    [
      "a missing layer",
      (files, image, store) => files.delete(blobPath(layerOf(store, image))),
      /layer 0 of .*it is missing/,
    ],
    [
      "a layer cut short",
      (files, image, store) => files.set(blobPath(layerOf(store, image)), Buffer.from("short")),
      /layer 0 of .*it has 5 bytes, its descriptor says/,
    ],
  ])("refuses %s", async (_name, change, message) => {
    const store = blobStore();
    const image = store.image();
    const files = layoutFiles(store, [image]);
    change(files, image, store);
    await expect(openOciLayout(await writeLayout(fresh(), files))).rejects.toMatchObject(bad(message));
  });

  it.each<[string, (store: BlobStore) => OciDescriptor, RegExp]>([
    [
      "a Helm chart",
      (store) =>
        store.add(
          JSON.stringify({ config: { ...store.add("{}", "application/vnd.cncf.helm.config.v1+json") }, layers: [] }),
          "m",
        ),
      /an artifact \(application\/vnd.cncf.helm/,
    ],
    [
      "a manifest of schema 1",
      (store) => store.add(JSON.stringify({ schemaVersion: 1, fsLayers: [] }), "m"),
      /schema 1/,
    ],
    [
      "a layer that may not be passed on",
      (store) => {
        const bytes = Buffer.from("windows");
        const image = store.image({
          blobs: [{ bytes, mediaType: "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip" }],
        });
        for (const [digest, blob] of store.blobs) if (blob.equals(bytes)) store.blobs.delete(digest);
        return image;
      },
      /may not be passed on/,
    ],
    [
      "an index that the index calls a manifest",
      (store) => ({ ...store.index([store.image()]), mediaType: "" }),
      /is an index, which/,
    ],
    [
      "indexes without end",
      (store) => {
        let index = store.index([store.image()]);
        for (let depth = 0; depth < 12; depth++) index = store.index([index]);
        return index;
      },
      /nested more than 8 deep/,
    ],
  ])("refuses %s", async (_name, make, message) => {
    const store = blobStore();
    await expect(openOciLayout(await layout(store, [make(store)]))).rejects.toMatchObject(bad(message));
  });

  it("never opens special files, and follows links to files", async () => {
    const store = blobStore();
    const image = store.image();
    const path = await layout(store, [image]);
    const blob = join(path, blobPath(image));
    await rm(blob);
    await symlink("/dev/zero", blob);
    await expect(openOciLayout(path)).rejects.toMatchObject(bad(/it is missing/));
    await rm(blob);
    await writeFile(join(path, "elsewhere"), store.blobs.get(image.digest) ?? "");
    await symlink("../../elsewhere", blob);
    expect((await openOciLayout(path)).manifestDigest).toBe(image.digest);
  });

  it("reports a missing folder", async () => {
    await expect(openOciLayout(fresh())).rejects.toMatchObject(bad(/does not exist/, "no-such-file"));
  });
});
