import { createHash, randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { access, mkdir, open, readdir, rename, rm, stat, utimes } from "node:fs/promises";
import { join } from "node:path";
import type { ShardName } from "../../../domain/advisory/advisory.ts";
import { Failure } from "../../../domain/failure.ts";
import { openFacts } from "./fact-file.ts";
import { manifestName, manifestText, readManifest, type Manifest } from "./manifest.ts";
import { openShard } from "./shard-file.ts";
import { lockStore } from "./store-lock.ts";

export interface StoreChange {
  /** Files of `encodeShard`; each takes the place of the shard of its name, all others stay. */
  readonly shards: readonly Buffer[];
  /** File of `encodeFacts`. */
  readonly facts?: Buffer;
  readonly remove?: readonly ShardName[];
  /** ISO date and time, UTC. */
  readonly now: string;
  readonly signal?: AbortSignal;
}

export interface WrittenStore {
  readonly manifest: Manifest;
  /** The manifest before this one was damaged, so that the shards it named are not in the store any more. */
  readonly lost?: string;
}

/** Readers that opened the store before a change may still want its files so long after it. */
const graceMs = 3_600_000;
const ourFile = /^[a-z0-9][a-z0-9._-]*-[0-9a-f]{16}\.hull$/;
const ourTemporary = /^\.[\w.-]+\.[0-9a-f]{12}\.tmp$/;

/**
 * Changes the store in one step: its new files first, under names that hold their digest, then the manifest by renaming. Whoever reads sees the
 * store before or after it. Whatever goes wrong before the last step leaves the store as it was. Throws `Failure` (`bad-advisories` when what is
 * to be written cannot be read back, `unreadable` when the folder or the disk refuses, `timed-out` when another writer does not end).
 */
export async function writeStore(folder: string, change: StoreChange): Promise<WrittenStore> {
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
    using _lock = await lockStore(folder, change.signal);
    return await changeLocked(folder, change);
  } catch (cause) {
    if (cause instanceof Failure || (cause as Error).name === "AbortError") throw cause;
    const { code } = cause as NodeJS.ErrnoException;
    if (code === undefined) throw cause;
    const full = code === "ENOSPC" || code === "EDQUOT";
    throw new Failure("unreadable", `the advisory store in ${folder} cannot be written: ${(cause as Error).message}`, {
      hint: full
        ? "The store as it was stays readable. Make room on that disk, or name another folder in HULLPROOF_DATA."
        : "The store as it was stays readable. Check the permissions of the folder, or name another one in HULLPROOF_DATA.",
      cause,
    });
  }
}

async function changeLocked(
  folder: string,
  { shards, facts, remove = [], now, signal }: StoreChange,
): Promise<WrittenStore> {
  const { before, lost } = storeBefore(folder);
  const writtenFiles: string[] = [];
  try {
    const entries = new Map(before?.shards.map((entry) => [entry.name, entry]));
    for (const name of remove) entries.delete(name);
    for (const bytes of shards) {
      signal?.throwIfAborted();
      const { name, scheme, sources, packages, advisories } = openShard(bytes, "a new shard");
      const place = await writeContent(folder, name, bytes, writtenFiles);
      entries.set(name, { name, scheme, ...place, packages, advisories, sources: [...sources] });
    }
    const factEntry =
      facts === undefined
        ? before?.facts
        : {
            ...(await writeContent(folder, "facts", facts, writtenFiles)),
            sources: [...openFacts(facts, "new facts").sources],
          };
    signal?.throwIfAborted();
    const manifest: Manifest = {
      schemaVersion: 1,
      serial: (before?.serial ?? 0) + 1,
      built: now,
      shards: [...entries.values()],
      ...(factEntry !== undefined && { facts: factEntry }),
    };
    await writeWhole(folder, manifestName, Buffer.from(manifestText(manifest), "utf8"));
    await sweep(folder, manifest).catch(() => {});
    return { manifest, ...(lost !== undefined && { lost }) };
  } catch (error) {
    // A full disk gets its room back. What another store of this folder names was not written here.
    for (const name of writtenFiles) await rm(join(folder, name), { force: true }).catch(() => {});
    throw error;
  }
}

/** A damaged manifest must not keep a store from being made again. */
function storeBefore(folder: string): { readonly before?: Manifest; readonly lost?: string } {
  try {
    const read = readManifest(folder);
    return read === undefined ? {} : { before: read.manifest };
  } catch (error) {
    if (error instanceof Failure && error.code === "bad-advisories") return { lost: error.message };
    throw error;
  }
}

/** A file that is there already under the name of its content is used again, once it was compared. */
async function writeContent(folder: string, name: string, bytes: Buffer, written: string[]) {
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const file = `${name}-${sha256.slice(0, 16)}.hull`;
  const path = join(folder, file);
  if (!(await holds(path, bytes))) {
    await writeWhole(folder, file, bytes);
    written.push(file);
  }
  return { file, bytes: bytes.length, sha256 };
}

async function holds(path: string, bytes: Buffer): Promise<boolean> {
  await using file = await open(path).catch(() => undefined);
  if (file === undefined) return false;
  const there = await file.readFile();
  if (!there.equals(bytes)) return false;
  // It may have been on its way out: a writer sweeps by age.
  const now = Date.now() / 1_000;
  await utimes(path, now, now).catch(() => {});
  return true;
}

/** Written beside, brought to the disk, and renamed: under its name there is the whole or what was there before. */
async function writeWhole(folder: string, name: string, bytes: Buffer): Promise<void> {
  const temporary = join(folder, `.${name}.${randomBytes(6).toString("hex")}.tmp`);
  try {
    {
      await using file = await open(temporary, "wx", 0o644);
      await file.writeFile(bytes);
      await file.sync();
    }
    await rename(temporary, join(folder, name));
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    throw error;
  }
}

/** Files of our naming that the manifest does not name, once no reader can want them any more. */
async function sweep(folder: string, { shards, facts }: Manifest): Promise<void> {
  const named = new Set([...shards.map(({ file }) => file), ...(facts === undefined ? [] : [facts.file])]);
  for (const name of await readdir(folder)) {
    if (named.has(name) || !(ourFile.test(name) || ourTemporary.test(name))) continue;
    const path = join(folder, name);
    const info = await stat(path).catch(() => undefined);
    if (info !== undefined && Date.now() - info.mtimeMs > graceMs) await rm(path, { force: true });
  }
}
