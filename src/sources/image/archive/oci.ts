import { stat } from "node:fs/promises";
import { join } from "node:path";
import { Failure } from "../../../domain/failure.ts";
import { atFolder } from "../../files/read-named.ts";
import { refusalFailure } from "../../files/refused.ts";
import type { Candidate } from "./choose-manifest.ts";
import { checkPlatform, choosePlatform, imagesOf } from "./choose-manifest.ts";
import { compressionOf, magicBytes } from "../unpack/compression.ts";
import { parseConfig, parseJson } from "./config.ts";
import { regionKey } from "./file-identity.ts";
import type { Image, ImageLayer } from "../image-source.ts";
import { stopWhenAborted } from "./interrupted.ts";
import { fitting, objectOf, text } from "../../../formats/json/json-shape.ts";
import { layerHistory } from "./layer-history.ts";
import type { Descriptor, ListedManifest } from "./manifest.ts";
import { badManifest, checkDigest, isForeign, maxConfigBytes, maxManifestBytes, parseManifest } from "./manifest.ts";
import { openFile } from "./open-file.ts";
import { chooseName, namesOf } from "./oci-names.ts";
import type { Platform } from "./platform.ts";

/** Bytes [start, end) of a file that may be opened for reading. */
export interface FileRegion {
  readonly path: string;
  readonly start: number;
  readonly end: number;
}

/** The files of a layout by their path in it, `index.json` and `blobs/sha256/...`: of a folder, or members of an archive. */
export interface OciFiles {
  /** The layout's name in messages. */
  readonly where: string;
  find(path: string): Promise<FileRegion | undefined>;
}

export interface OciOptions {
  /** One of the layout's names, `TAG` or `NAME:TAG`, or a manifest's digest. Required if it contains several images. */
  readonly name?: string;
  /** `linux/arm64`; defaults to the only one, or this machine's. */
  readonly platform?: string;
  readonly signal?: AbortSignal;
}

/**
 * Opens an OCI image layout folder (image-spec, image-layout.md), as written by buildx and skopeo. Files are opened
 * again for each read and must exist until then. Throws `Failure` (`no-such-file`, `unreadable`, `bad-image`,
 * `no-such-image`, `interrupted`).
 */
export async function openOciLayout(folder: string, options: OciOptions = {}): Promise<Image> {
  const find = async (path: string): Promise<FileRegion | undefined> => {
    // Some builders write layouts with links, which are followed inside the layout.
    const lookup = atFolder(folder, (beneath) => beneath.find(path));
    if ("refused" in lookup) {
      if (lookup.refused !== "denied" && lookup.refused !== "failed") return undefined;
      throw refusalFailure(join(folder, path), lookup);
    }
    return lookup.kind === "file" ? { path: join(folder, lookup.path), start: 0, end: lookup.stats.size } : undefined;
  };
  if ((await find("index.json")) === undefined) {
    const isMissing = (await stat(folder).catch(() => undefined)) === undefined;
    throw new Failure(
      isMissing ? "no-such-file" : "bad-image",
      isMissing ? `${folder} does not exist.` : `${folder} is not an OCI layout: it has no index.json.`,
      { hint: "Make one with `docker buildx build --output type=oci,tar=false,dest=FOLDER .` or `skopeo copy`." },
    );
  }
  return ociImage({ where: folder, find }, options);
}

const layoutShape = objectOf({ imageLayoutVersion: text });

/** The image of a layout that `options` select. Throws `Failure` (`bad-image`, `no-such-image`, ...). */
export async function ociImage(files: OciFiles, options: OciOptions = {}): Promise<Image> {
  const { where } = files;
  const layout = fitting(layoutShape, parseJson(await document(files, "oci-layout", 65_536), `oci-layout in ${where}`));
  if (layout?.imageLayoutVersion.startsWith("1.") !== true) {
    throw badManifest(where, "its oci-layout file does not name a version 1");
  }
  const manifestOf = async (entry: Descriptor) => {
    stopWhenAborted(options.signal, where);
    return parseManifest(await blob(files, entry, maxManifestBytes), `the manifest ${entry.digest} in ${where}`);
  };
  const configOf = async (config: Descriptor) =>
    parseConfig(await blob(files, config, maxConfigBytes), `the configuration ${config.digest} in ${where}`);
  const imageAt = async ({ entry }: Candidate) => {
    const manifest = await manifestOf(entry);
    if (manifest.kind === "manifest") return { manifest, config: await configOf(manifest.config) };
    throw badManifest(where, `${entry.digest} is an index, which its own index does not say`);
  };

  const root = parseManifest(await document(files, "index.json", maxManifestBytes), `index.json in ${where}`);
  if (root.kind !== "index") throw badManifest(where, "its index.json is not an index");
  const allImages = await imagesOf(root.manifests, manifestOf, namesOf, where);
  const namedImages = chooseName(allImages, options.name, where);
  const platformOf = async (candidate: Candidate): Promise<Platform> => (await imageAt(candidate)).config;
  const platformImage = await choosePlatform(namedImages, options.platform, platformOf, where);
  const { manifest, config } = await imageAt(platformImage);
  checkPlatform(config, options.platform, where);
  if (manifest.layers.length !== config.diffIds.length) {
    throw badManifest(
      where,
      `it holds ${manifest.layers.length} layers, its configuration names ${config.diffIds.length}`,
    );
  }
  const history = layerHistory(config);
  const layers: ImageLayer[] = [];
  for (const [index, layer] of manifest.layers.entries()) {
    layers.push({
      index,
      diffId: config.diffIds[index] ?? "",
      createdBy: history[index] ?? "",
      ...(await layerBytes(files, layer, `layer ${index} of ${where}`)),
    });
  }
  return {
    name: options.name ?? displayName(platformImage, where),
    digest: manifest.config.digest,
    manifestDigest: platformImage.entry.digest,
    ...(platformImage.index === undefined ? {} : { indexDigest: platformImage.index }),
    config,
    layers,
  };
}

/** A name with its repository is unambiguous; a tag alone is not. */
function displayName({ names }: Candidate, origin: string): string {
  return names.find((name) => /[/:]/.test(name)) ?? origin;
}

async function layerBytes(files: OciFiles, layer: Descriptor, origin: string) {
  const region = await files.find(blobPath(layer.digest));
  if (region === undefined && isForeign(layer)) {
    throw new Failure("bad-image", `${origin} may not be passed on (${layer.mediaType}), so its bytes are not there.`, {
      hint: "Inspect the image in an engine that has it.",
    });
  }
  const { path, start, end } = sized(region, layer, origin);
  await using file = await openFile(path);
  const head = Buffer.alloc(Math.min(magicBytes, end - start));
  const { bytesRead } = await file.read(head, 0, head.length, start);
  const packed = compressionOf(head.subarray(0, bytesRead)) !== undefined;
  const bytes = { kind: "file", path, start, end, blobDigest: layer.digest, where: origin } as const;
  return packed
    ? { bytes, cacheKey: `blob:${layer.digest}`, compressedBytes: layer.size, verified: true }
    : { bytes, cacheKey: regionKey(await file.stat({ bigint: true }), start, end), verified: false };
}

async function blob(files: OciFiles, descriptor: Descriptor, limit: number): Promise<Buffer> {
  const origin = `${descriptor.digest} in ${files.where}`;
  const region = sized(await files.find(blobPath(descriptor.digest)), descriptor, origin);
  const bytes = await bytesOf(region, limit, origin);
  checkDigest(bytes, descriptor.digest, origin);
  return bytes;
}

/** The digest was validated, so it cannot lead to another path. */
function blobPath(digest: ListedManifest["digest"]): string {
  return `blobs/${digest.replace(":", "/")}`;
}

function sized(region: FileRegion | undefined, { size }: Descriptor, origin: string): FileRegion {
  if (region === undefined) throw badManifest(origin, "it is missing");
  const actualSize = region.end - region.start;
  if (actualSize !== size) throw badManifest(origin, `it has ${actualSize} bytes, its descriptor says ${size}`);
  return region;
}

async function document(files: OciFiles, path: string, limit: number): Promise<Buffer> {
  const region = await files.find(path);
  if (region === undefined) throw badManifest(files.where, `it has no ${path}`);
  return bytesOf(region, limit, `${path} in ${files.where}`);
}

async function bytesOf({ path, start, end }: FileRegion, limit: number, origin: string): Promise<Buffer> {
  if (end - start > limit) throw badManifest(origin, `it has ${end - start} bytes, more than ${limit}`);
  await using file = await openFile(path);
  const bytes = Buffer.alloc(end - start);
  const { bytesRead } = await file.read(bytes, 0, bytes.length, start);
  return bytes.subarray(0, bytesRead);
}
