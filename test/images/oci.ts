import { createHash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { gzipSync, zstdCompressSync } from "node:zlib";
import type { Member } from "./archive.ts";
import { tarOf } from "./archive.ts";

export interface OciDescriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly platform?: { readonly os: string; readonly architecture: string; readonly variant?: string };
}

export interface OciImageOptions {
  readonly layers?: readonly (readonly Member[])[];
  readonly compression?: "gzip" | "zstd" | "none";
  readonly architecture?: string;
  readonly media?: "oci" | "docker";
  /** Replaces the layers' bytes and types; `diff_ids` are made up. */
  readonly blobs?: readonly { readonly bytes: Uint8Array; readonly mediaType: string }[];
}

/** Content-addressed bytes, as a layout folder and a registry hold them. */
export interface BlobStore {
  readonly blobs: Map<string, Buffer>;
  add(bytes: Uint8Array | string, mediaType: string): OciDescriptor;
  image(options?: OciImageOptions): OciDescriptor;
  index(manifests: readonly OciDescriptor[], media?: "oci" | "docker"): OciDescriptor;
}

export function sha256(bytes: Uint8Array | string): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

const types = {
  oci: {
    manifest: "application/vnd.oci.image.manifest.v1+json",
    index: "application/vnd.oci.image.index.v1+json",
    config: "application/vnd.oci.image.config.v1+json",
    layer: { gzip: "layer.v1.tar+gzip", zstd: "layer.v1.tar+zstd", none: "layer.v1.tar" },
    prefix: "application/vnd.oci.image.",
  },
  docker: {
    manifest: "application/vnd.docker.distribution.manifest.v2+json",
    index: "application/vnd.docker.distribution.manifest.list.v2+json",
    config: "application/vnd.docker.container.image.v1+json",
    layer: { gzip: "diff.tar.gzip", zstd: "diff.tar.zstd", none: "diff.tar" },
    prefix: "application/vnd.docker.image.rootfs.",
  },
} as const;

export function blobStore(): BlobStore {
  const blobs = new Map<string, Buffer>();
  const store: BlobStore = {
    blobs,
    add(bytes, mediaType) {
      const buffer = Buffer.from(bytes);
      const digest = sha256(buffer);
      blobs.set(digest, buffer);
      return { mediaType, digest, size: buffer.length };
    },
    image({
      layers = [[{ path: "etc/hostname", content: "box" }]],
      compression = "gzip",
      media = "oci",
      ...options
    } = {}) {
      const names = types[media];
      const tars = layers.map((members) => tarOf(members));
      const pack = {
        gzip: (tar: Buffer) => gzipSync(tar),
        zstd: (tar: Buffer) => zstdCompressSync(tar),
        none: (tar: Buffer) => tar,
      };
      const given =
        options.blobs ??
        tars.map((tar) => ({ bytes: pack[compression](tar), mediaType: names.prefix + names.layer[compression] }));
      const config = store.add(
        JSON.stringify({
          architecture: options.architecture ?? "amd64",
          os: "linux",
          config: { User: "app" },
          rootfs: { type: "layers", diff_ids: given.map(({ bytes }, at) => sha256(tars[at] ?? bytes)) },
          history: given.map((_, at) => ({ created_by: `layer ${at}` })),
        }),
        names.config,
      );
      const manifest = {
        schemaVersion: 2,
        mediaType: names.manifest,
        config,
        layers: given.map(({ bytes, mediaType }) => store.add(bytes, mediaType)),
      };
      return store.add(JSON.stringify(manifest), names.manifest);
    },
    index(manifests, media = "oci") {
      return store.add(
        JSON.stringify({ schemaVersion: 2, mediaType: types[media].index, manifests }),
        types[media].index,
      );
    },
  };
  return store;
}

/** BuildKit's provenance beside an image. */
export function attestation(store: BlobStore, image: OciDescriptor): OciDescriptor {
  return {
    ...store.image({ layers: [] }),
    annotations: { "vnd.docker.reference.type": "attestation-manifest", "vnd.docker.reference.digest": image.digest },
    platform: { os: "unknown", architecture: "unknown" },
  };
}

/** Files of an image layout by their path in it. */
export function layoutFiles(store: BlobStore, manifests: readonly OciDescriptor[]): Map<string, Buffer> {
  return new Map([
    ["oci-layout", Buffer.from('{"imageLayoutVersion":"1.0.0"}')],
    ["index.json", Buffer.from(JSON.stringify({ schemaVersion: 2, manifests }))],
    ...[...store.blobs].map(([digest, bytes]) => [`blobs/${digest.replace(":", "/")}`, bytes] as const),
  ]);
}

export async function writeLayout(folder: string, files: ReadonlyMap<string, Buffer>): Promise<string> {
  for (const [path, bytes] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
  return folder;
}
