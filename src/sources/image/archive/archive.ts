import { createHash } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import { Failure } from "../../../domain/failure.ts";
import { fileSource } from "../bodies/byte-source.ts";
import { checkPlatform } from "./choose-manifest.ts";
import { compressionOf, magicBytes } from "../unpack/compression.ts";
import { parseConfig, parseJson } from "./config.ts";
import { regionKey } from "./file-identity.ts";
import type { Image, ImageLayer } from "../image-source.ts";
import { fitting, listOf, maybe, objectOf, text } from "../../../formats/json/json-shape.ts";
import { layerHistory } from "./layer-history.ts";
import { maxLayers } from "./manifest.ts";
import { notAnImage, openFile } from "./open-file.ts";
import type { TarEntry, TarVisitor } from "../tar/tar.ts";
import { cleanPath, readTar } from "../tar/tar.ts";
import { resolveDots } from "../../../text/resolve-dots.ts";

const savedImages = listOf(objectOf({ Config: text, RepoTags: maybe(listOf(text)), Layers: maybe(listOf(text)) }));
type SavedImage = ReturnType<typeof savedImages>[number];
const indexShape = objectOf({ manifests: listOf(objectOf({ digest: text })) });

const maxMembers = 100_000;
const maxJsonBytes = 16 * 1_048_576;

/**
 * Opens an archive of `docker save`, of old engines (`ID/layer.tar`) and new ones (`blobs/sha256/...`), or of an OCI
 * layout; layers plain, gzip or zstd. `name` selects one image of several by its tag, and is its name. The file is
 * opened again for each read and must exist until then. Throws `Failure` (`no-such-file`, `unreadable`, `bad-image`).
 */
export async function openArchive(
  file: string,
  options: { readonly name?: string; readonly platform?: string; readonly signal?: AbortSignal } = {},
): Promise<Image> {
  await using handle = await openFile(file);
  const stats = await handle.stat({ bigint: true });
  const size = Number(stats.size);
  const members = await readMembers(handle, file, size, options.signal);
  const json = async (path: string): Promise<Buffer> => bytesOf(handle, file, member(members, path, file));

  if (!members.has("/manifest.json") && members.has("/oci-layout")) {
    const find = async (path: string) => {
      if (!members.has(`/${path}`)) return undefined;
      const { offset, stored } = member(members, `/${path}`, file);
      return { path: file, start: offset, end: offset + stored };
    };
    const { ociImage } = await import("./oci.ts");
    return ociImage({ where: file, find }, options);
  }
  const images = fitting(savedImages, parseJson(await json("/manifest.json"), `manifest.json in ${file}`));
  const choice = choose(images ?? [], file, options.name);
  const configBytes = await json(cleanPath(choice.Config));
  const digest = `sha256:${createHash("sha256").update(configBytes).digest("hex")}`;
  const claimed = /(?:^|\/)([0-9a-f]{64})(?:\.json)?$/.exec(choice.Config)?.[1];
  if (claimed !== undefined && digest !== `sha256:${claimed}`) {
    throw notAnImage(file, "its configuration does not have the digest that it is filed under");
  }
  const config = parseConfig(configBytes, `${choice.Config} in ${file}`);
  checkPlatform(config, options.platform, file);
  const paths = choice.Layers ?? [];
  // Each may be a few bytes that expand to gigabytes.
  if (paths.length > maxLayers) throw notAnImage(file, `it lists ${paths.length} layers, more than ${maxLayers}`);
  if (paths.length !== config.diffIds.length) {
    throw notAnImage(file, `it holds ${paths.length} layers, its configuration names ${config.diffIds.length}`);
  }
  const history = layerHistory(config);
  const manifestDigest = readManifestDigest(members.has("/index.json") ? await json("/index.json") : undefined);
  return {
    name: options.name ?? choice.RepoTags?.[0] ?? file,
    digest,
    ...(manifestDigest === undefined ? {} : { manifestDigest }),
    config,
    layers: await Promise.all(
      paths.map(async (path, index): Promise<ImageLayer> => {
        const { offset, stored } = member(members, cleanPath(path), file);
        const magic = Buffer.alloc(magicBytes);
        await handle.read(magic, 0, Math.min(magicBytes, stored), offset);
        return {
          index,
          diffId: config.diffIds[index] ?? "",
          createdBy: history[index] ?? "",
          bytes: { kind: "file", path: file, start: offset, end: offset + stored, where: `layer ${index} of ${file}` },
          cacheKey: regionKey(stats, offset, offset + stored),
          ...(compressionOf(magic) === undefined ? {} : { compressedBytes: stored }),
          verified: false,
        };
      }),
    ),
  };
}

async function readMembers(
  handle: FileHandle,
  file: string,
  size: number,
  signal: AbortSignal | undefined,
): Promise<Map<string, TarEntry>> {
  const start = Buffer.alloc(512);
  const { bytesRead } = await handle.read(start, 0, 512, 0);
  const packed = compressionOf(start.subarray(0, bytesRead));
  if (packed !== undefined) {
    throw new Failure("bad-image", `${file} is compressed as a whole (${packed}).`, {
      hint: `Unpack it first: ${packed === "gzip" ? "gunzip" : "unzstd"} ${file}`,
    });
  }
  const members = new Map<string, TarEntry>();
  const add: TarVisitor = (entry) => {
    members.set(entry.path, { ...entry });
    if (members.size > maxMembers) throw notAnImage(file, `it has more than ${maxMembers} members`);
    return undefined;
  };
  if (bytesRead < 512) throw notAnImage(file, "it is not a tar archive");
  await readTar(fileSource(handle.fd, 0, size), add, file, signal);
  return members;
}

/** Old engines store a repeated layer as a symbolic link to the first. */
function member(members: ReadonlyMap<string, TarEntry>, path: string, file: string): TarEntry {
  let entry = members.get(path);
  for (let hops = 0; entry?.type === "symlink" || entry?.type === "hardlink"; hops++) {
    if (hops > 8) throw notAnImage(file, `${path} is a link to itself`);
    const link: string = entry.link ?? "";
    const folder = entry.path.slice(0, entry.path.lastIndexOf("/") + 1);
    entry = members.get(entry.type === "hardlink" || link.startsWith("/") ? link : resolveDots(folder + link));
  }
  if (entry?.type === "file") return entry;
  if (path === "/manifest.json") {
    throw notAnImage(file, "it has neither manifest.json nor oci-layout");
  }
  throw notAnImage(file, `${path} is missing in it`);
}

async function bytesOf(handle: FileHandle, file: string, entry: TarEntry): Promise<Buffer> {
  if (entry.stored > maxJsonBytes) throw notAnImage(file, `${entry.path} has ${entry.stored} bytes`);
  const bytes = Buffer.alloc(entry.stored);
  const { bytesRead } = await handle.read(bytes, 0, entry.stored, entry.offset);
  return bytes.subarray(0, bytesRead);
}

function choose(images: readonly SavedImage[], file: string, name: string | undefined): SavedImage {
  const namedImage = images.find((image) => name !== undefined && image.RepoTags?.includes(name) === true);
  const only = namedImage ?? images[0];
  if (only === undefined) throw notAnImage(file, "its manifest.json lists no images");
  if (namedImage !== undefined || images.length === 1) return only;
  const tags = images.flatMap((image) => image.RepoTags ?? []).sort();
  throw new Failure("bad-image", `${file} holds ${images.length} images: ${tags.join(", ")}`, {
    hint: "Save the one image that you mean: docker save -o FILE IMAGE",
  });
}

function readManifestDigest(index: Buffer | undefined): string | undefined {
  if (index === undefined) return undefined;
  const manifests = fitting(indexShape, parseJson(index, "index.json"))?.manifests;
  return manifests?.length === 1 ? manifests[0]?.digest : undefined;
}
