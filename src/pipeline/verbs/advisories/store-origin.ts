import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { Failure } from "../../../domain/failure.ts";
import { manifestName, parseManifest, type Manifest } from "../../../sources/advisories/store/manifest.ts";
import { download } from "../../../sources/download/download.ts";
import { feedPeer } from "../../../sources/download/feed-peer.ts";
import { httpTransport } from "../../../sources/http/transport.ts";
import type { UpdateContext } from "./update.ts";

interface FileEntry {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** A store on another machine or in another folder. */
export interface StoreOrigin {
  /** Its folder or address, without a login. */
  readonly name: string;
  readonly manifest: Manifest;
  /** Returns the path of one of its files after a check of length and digest. Throws `Failure`. */
  fetch(entry: FileEntry): Promise<string>;
}

const maxManifestBytes = 16_777_216;

/** Throws `Failure` (`no-advisories`, `bad-advisories`, `advisories-unreachable`, `unreadable`, `interrupted`). */
export function openOrigin(
  { from, totalMs }: { readonly from: string; readonly totalMs: number },
  work: string,
  context: UpdateContext,
): Promise<StoreOrigin> {
  return /^https?:\/\//i.test(from)
    ? openRemoteStore(from, totalMs, work, context)
    : openLocalStore(resolve(context.cwd, from), from);
}

async function openLocalStore(folder: string, displayPath: string): Promise<StoreOrigin> {
  let bytes: Buffer;
  try {
    bytes = await readFile(join(folder, manifestName));
  } catch (cause) {
    throw new Failure("no-advisories", `${displayPath} has no advisory store: ${(cause as Error).message}`, {
      hint: `Name a folder with the ${manifestName} and the shards of another machine's store, or one with feeds as they were downloaded.`,
      cause,
    });
  }
  return {
    name: folder,
    manifest: parseManifest(bytes, join(displayPath, manifestName)),
    async fetch(entry) {
      const path = join(folder, entry.file);
      const size = (await stat(path).catch(() => undefined))?.size;
      if (size === undefined) throw damagedStore(`${join(displayPath, entry.file)} is not there`);
      if (size !== entry.bytes)
        throw damagedStore(`${join(displayPath, entry.file)} has ${size} bytes, its manifest says ${entry.bytes}`);
      const hash = createHash("sha256");
      await pipeline(createReadStream(path), hash);
      if (hash.digest("hex") !== entry.sha256)
        throw damagedStore(`${join(displayPath, entry.file)} has another digest than its manifest says`);
      return path;
    },
  };
}

async function openRemoteStore(
  from: string,
  totalMs: number,
  work: string,
  context: UpdateContext,
): Promise<StoreOrigin> {
  if (!URL.canParse(from))
    throw new Failure("bad-usage", `${from} is not an address.`, { hint: "Write https://HOST/PATH." });
  const base = new URL(from.endsWith("/") ? from : `${from}/`);
  const transport = httpTransport(context.env as NodeJS.ProcessEnv, feedPeer);
  const { signal } = context;
  const get = async (file: string, maxBytes: number) => {
    const path = join(work, file);
    const url = new URL(file, base);
    const got = await download({ url, what: file, file: path, maxBytes, totalMs, signal }, transport);
    return { path, sha256: got.kind === "file" ? got.sha256 : "", bytes: got.kind === "file" ? got.bytes : 0 };
  };
  const { path } = await get(manifestName, maxManifestBytes);
  return {
    name: `${base.origin}${base.pathname}`,
    manifest: parseManifest(await readFile(path), `${base.host}${base.pathname}${manifestName}`),
    async fetch(entry) {
      const got = await get(entry.file, entry.bytes);
      if (got.bytes !== entry.bytes)
        throw damagedStore(`${base.host} gives ${got.bytes} bytes of ${entry.file}, its manifest says ${entry.bytes}`);
      if (got.sha256 !== entry.sha256)
        throw damagedStore(`${base.host} gives ${entry.file} with another digest than its manifest says`);
      return got.path;
    },
  };
}

function damagedStore(message: string): Failure {
  return new Failure("bad-advisories", `${message}.`, {
    hint: "The store there was changed while it was read, or is damaged: run it again, or copy it there again.",
  });
}
