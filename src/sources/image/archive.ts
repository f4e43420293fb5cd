import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { open } from "node:fs/promises";
import { pipeline } from "node:stream";
import { createGunzip, createZstdDecompress } from "node:zlib";
import { z } from "zod";
import { Failure } from "../../domain/failure.ts";
import { fileSource, streamSource } from "./byte-source.ts";
import { parseConfig, parseJson } from "./config.ts";
import type { Image, ImageConfig, ImageLayer } from "./image.ts";
import type { TarEntry, TarVisitor } from "./tar.ts";
import { cleanPath, readTar } from "./tar.ts";

const manifestSchema = z.array(
  z.object({
    Config: z.string(),
    RepoTags: z.array(z.string()).nullish(),
    Layers: z.array(z.string()).nullish(),
  }),
);
const indexSchema = z.object({ manifests: z.array(z.object({ digest: z.string() })) });

const maxMembers = 100_000;
const maxJsonBytes = 16 * 1_048_576;

/**
 * Open what `docker save` wrote, of old engines (`ID/layer.tar`) and new ones (`blobs/sha256/...`), layers plain, gzip or zstd.
 * `name` picks one image of several by its tag, and is its name. The file is opened again for each read and must stay until then.
 * Throws `Failure` (`no-such-file`, `unreadable`, `bad-image`).
 */
export async function openArchive(
  file: string,
  options: { readonly name?: string; readonly signal?: AbortSignal } = {},
): Promise<Image> {
  await using handle = await openFile(file);
  const { size } = await handle.stat();
  const members = await readMembers(handle, file, size, options.signal);
  const json = async (path: string): Promise<Buffer> => bytesOf(handle, file, member(members, path, file));

  const parsed = manifestSchema.safeParse(parseJson(await json("/manifest.json"), `manifest.json in ${file}`));
  if (!parsed.success) throw notAnImage(file, "its manifest.json lists no images");
  const chosen = choose(parsed.data, file, options.name);
  const configBytes = await json(cleanPath(chosen.Config));
  const digest = `sha256:${createHash("sha256").update(configBytes).digest("hex")}`;
  const claimed = /(?:^|\/)([0-9a-f]{64})(?:\.json)?$/.exec(chosen.Config)?.[1];
  if (claimed !== undefined && digest !== `sha256:${claimed}`) {
    throw notAnImage(file, "its configuration does not have the digest that it is filed under");
  }
  const config = parseConfig(configBytes, `${chosen.Config} in ${file}`);
  const paths = chosen.Layers ?? [];
  if (paths.length !== config.diffIds.length) {
    throw notAnImage(file, `it holds ${paths.length} layers, its configuration names ${config.diffIds.length}`);
  }
  const history = layerHistory(config);
  const manifestDigest = readManifestDigest(members.has("/index.json") ? await json("/index.json") : undefined);
  return {
    name: options.name ?? chosen.RepoTags?.[0] ?? file,
    digest,
    ...(manifestDigest === undefined ? {} : { manifestDigest }),
    config,
    layers: paths.map((path, index): ImageLayer => {
      const { offset, stored } = member(members, cleanPath(path), file);
      return {
        index,
        diffId: config.diffIds[index] ?? "",
        createdBy: history[index] ?? "",
        read: (visit, signal) =>
          readLayer(file, { start: offset, end: offset + stored }, `layer ${index} of ${file}`, visit, signal),
      };
    }),
  };
}

/** The instruction that made each layer; none when the history does not fit the layers. */
function layerHistory(config: ImageConfig): string[] {
  const made = config.history.filter((entry) => !entry.empty);
  return made.length === config.diffIds.length ? made.map((entry) => entry.createdBy) : [];
}

async function openFile(file: string): Promise<FileHandle> {
  let handle: FileHandle;
  try {
    handle = await open(file, "r");
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
    throw new Failure(missing ? "no-such-file" : "unreadable", `Cannot open ${file}: ${(error as Error).message}`, {
      hint: missing ? "Check the path." : "Check that you may read the file.",
      cause: error,
    });
  }
  if ((await handle.stat()).isFile()) return handle;
  await handle.close();
  throw notAnImage(file, "it is not a file");
}

async function readMembers(
  handle: FileHandle,
  file: string,
  size: number,
  signal: AbortSignal | undefined,
): Promise<Map<string, TarEntry>> {
  const start = Buffer.alloc(512);
  const { bytesRead } = await handle.read(start, 0, 512, 0);
  const packed = compression(start.subarray(0, bytesRead));
  if (packed !== undefined) {
    throw new Failure("bad-image", `${file} is compressed as a whole (${packed}).`, {
      hint: `Unpack it first: ${packed === "gzip" ? "gunzip" : "unzstd"} ${file}`,
    });
  }
  const members = new Map<string, TarEntry>();
  const add: TarVisitor = (entry) => {
    members.set(entry.path, entry);
    if (members.size > maxMembers) throw notAnImage(file, `it has more than ${maxMembers} members`);
    return undefined;
  };
  if (bytesRead < 512) throw notAnImage(file, "it is no tar archive");
  await readTar(fileSource(handle.fd, 0, size), add, file, signal);
  return members;
}

/** Old engines store a repeated layer as a symbolic link to the first. */
function member(members: ReadonlyMap<string, TarEntry>, path: string, file: string): TarEntry {
  let found = members.get(path);
  for (let hops = 0; found?.type === "symlink" || found?.type === "hardlink"; hops++) {
    if (hops > 8) throw notAnImage(file, `${path} is a link to itself`);
    const link: string = found.link ?? "";
    const folder = found.path.slice(0, found.path.lastIndexOf("/") + 1);
    found = members.get(found.type === "hardlink" || link.startsWith("/") ? link : resolveDots(folder + link));
  }
  if (found?.type === "file") return found;
  if (path === "/manifest.json") {
    const hint = members.has("/oci-layout") ? "it is an OCI layout without manifest.json" : "it has no manifest.json";
    throw notAnImage(file, hint);
  }
  throw notAnImage(file, `${path} is missing in it`);
}

function resolveDots(path: string): string {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}`;
}

async function bytesOf(handle: FileHandle, file: string, entry: TarEntry): Promise<Buffer> {
  if (entry.stored > maxJsonBytes) throw notAnImage(file, `${entry.path} has ${entry.stored} bytes`);
  const bytes = Buffer.alloc(entry.stored);
  const { bytesRead } = await handle.read(bytes, 0, entry.stored, entry.offset);
  return bytes.subarray(0, bytesRead);
}

function choose(
  images: z.infer<typeof manifestSchema>,
  file: string,
  name: string | undefined,
): z.infer<typeof manifestSchema>[number] {
  const named = images.find((image) => name !== undefined && image.RepoTags?.includes(name) === true);
  const only = named ?? images[0];
  if (only === undefined) throw notAnImage(file, "its manifest.json lists no images");
  if (named !== undefined || images.length === 1) return only;
  const tags = images.flatMap((image) => image.RepoTags ?? []).sort();
  throw new Failure("bad-image", `${file} holds ${images.length} images: ${tags.join(", ")}`, {
    hint: "Save the one image that you mean: docker save -o FILE IMAGE",
  });
}

function readManifestDigest(index: Buffer | undefined): string | undefined {
  if (index === undefined) return undefined;
  const parsed = indexSchema.safeParse(parseJson(index, "index.json"));
  return parsed.success && parsed.data.manifests.length === 1 ? parsed.data.manifests[0]?.digest : undefined;
}

/** Plain layers: header reads that skip contents. Compressed ones are streamed, 1 MiB at a time (fastest by measurement). */
async function readLayer(
  file: string,
  region: { readonly start: number; readonly end: number },
  where: string,
  visit: TarVisitor,
  signal: AbortSignal | undefined,
): Promise<void> {
  await using handle = await openFile(file);
  const magic = Buffer.alloc(4);
  await handle.read(magic, 0, Math.min(4, region.end - region.start), region.start);
  const packed = compression(magic);
  if (packed === undefined) {
    await readTar(fileSource(handle.fd, region.start, region.end), visit, where, signal);
    return;
  }
  const chunk = 1_048_576;
  const input = createReadStream(file, { start: region.start, end: region.end - 1, highWaterMark: chunk });
  const unpack = packed === "gzip" ? createGunzip({ chunkSize: chunk }) : createZstdDecompress({ chunkSize: chunk });
  // Errors of either stream come out of the iteration; the callback only keeps them from being thrown twice.
  pipeline(input, unpack, () => {});
  try {
    const source = streamSource(unpack);
    await readTar(source, visit, where, signal);
    // The checksum comes last, after the archive's padding.
    await source.skip(chunk);
  } catch (error) {
    if (error instanceof Failure || !isUnpackError(error)) throw error;
    throw new Failure("bad-image", `${where}: its ${packed} data is damaged: ${error.message}`, {
      hint: "Make the archive again with `docker save -o FILE IMAGE`.",
      cause: error,
    });
  } finally {
    unpack.destroy();
    input.destroy();
  }
}

/** zlib's codes are `Z_DATA_ERROR`, `Z_BUF_ERROR` and the like, zstd's `ZSTD_error_...`. */
function isUnpackError(error: unknown): error is Error {
  return error instanceof Error && "code" in error && /^(Z_|ZSTD_|ERR_Z)/.test(String(error.code));
}

function compression(bytes: Buffer): "gzip" | "zstd" | undefined {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return "gzip";
  return bytes.length >= 4 && bytes.readUInt32LE(0) === 0xfd2fb528 ? "zstd" : undefined;
}

function notAnImage(file: string, why: string): Failure {
  return new Failure("bad-image", `${file} is not an image archive: ${why}.`, {
    hint: "Make one with `docker save -o FILE IMAGE`.",
  });
}
