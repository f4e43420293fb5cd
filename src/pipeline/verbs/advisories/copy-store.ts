import { ownValue } from "../../../domain/own-value.ts";
import { readFile } from "node:fs/promises";
import { Failure } from "../../../domain/failure.ts";
import type { FeedReport } from "../../../domain/advisory/advisory-report.ts";
import { noteFeeds, readFeedNotes } from "../../../sources/advisories/feed-state.ts";
import type { Manifest } from "../../../sources/advisories/store/manifest.ts";
import { openShard } from "../../../sources/advisories/store/shard-file.ts";
import { writeStore } from "../../../sources/advisories/store/write-store.ts";
import { checkRenewal } from "./check-renewal.ts";
import { covers } from "./covers.ts";
import { readStoreManifest } from "./read-store-manifest.ts";
import { factsName } from "./plan-units.ts";
import { originFeed } from "./origin-feed.ts";
import { openOrigin } from "./store-origin.ts";
import { storeReport } from "./store-report.ts";
import type { UpdateContext, UpdateResult } from "./update.ts";
import { workFolder } from "./work-folder.ts";

export interface CopyRequest {
  /** Folder or address of a store. */
  readonly from: string;
  /** Shards to copy; undefined: those in the local store, or all where it is empty. */
  readonly patterns: readonly string[] | undefined;
  readonly allowOlder: boolean;
  readonly totalMs: number;
  readonly dryRun: boolean;
}

type ManifestEntry = Pick<Manifest["shards"][number], "name" | "file" | "bytes" | "sha256" | "sources" | "advisories">;

/**
 * Copies shards from another store, in a folder or at an address: only requested ones that differ, each compared with the digest in that
 * store's manifest. Throws `Failure` (`no-advisories`, `bad-advisories`, `advisories-unreachable`, `unreadable`, `interrupted`).
 */
export async function copyStore(request: CopyRequest, context: UpdateContext): Promise<UpdateResult> {
  const { folder, progress, now, signal, version } = context;
  const { allowOlder, from, dryRun } = request;
  await using work = await workFolder(folder);
  const { manifest: localManifest, notes: lost } = readStoreManifest(folder);
  const origin = await openOrigin(request, work.path, context);
  const { copies } = await readFeedNotes(folder);
  const lastSerial = ownValue(copies, origin.name);
  if (!allowOlder && lastSerial !== undefined && origin.manifest.serial < lastSerial) {
    throw new Failure(
      "bad-advisories",
      `${from} has serial ${origin.manifest.serial}, and ${lastSerial} was taken from there before: it went back.`,
      { hint: "Someone put an older store there. Take it all the same with --allow-older." },
    );
  }
  const present = entriesOf(localManifest);
  const patterns = request.patterns ?? (present.length === 0 ? ["*"] : present.map(({ name }) => name));
  const offered = entriesOf(origin.manifest).filter(
    ({ name }) => name === factsName || patterns.some((pattern) => covers(pattern, name)),
  );
  const differing = offered.filter(
    ({ name, sha256 }) => present.find((entry) => entry.name === name)?.sha256 !== sha256,
  );
  const notes = [...lost];
  const takes = differing.filter((entry) => allowOlder || !isOlder(from, entry, present, notes));
  for (const name of patterns) {
    if (!offered.some((shard) => covers(name, shard.name))) notes.push(`${from} has no ${name}`);
  }
  const bytes = takes.reduce((sum, entry) => sum + entry.bytes, 0);
  const size = `${(bytes / 1_048_576).toFixed(1)} MiB`;
  progress({ stage: "advisories", message: `${takes.length} of ${offered.length} shards differ, ${size}`, done: true });

  let newManifest = localManifest;
  if (!dryRun && takes.length > 0) {
    const files = new Map<string, Buffer>();
    for (const entry of takes) {
      progress({ stage: "advisories", message: `taking ${entry.name}` });
      files.set(entry.name, await checkCopiedFile(entry, await origin.fetch(entry), `${entry.file} of ${from}`));
    }
    const facts = files.get(factsName);
    files.delete(factsName);
    newManifest = (
      await writeStore(folder, {
        shards: [...files.values()],
        ...(facts !== undefined && { facts }),
        now: now(),
        ...(signal !== undefined && { signal }),
      })
    ).manifest;
  }
  if (!dryRun) await noteFeeds(folder, work.path, { copies: { [origin.name]: origin.manifest.serial } });
  const names = takes.map(({ name }) => name);
  const outcome: FeedReport["outcome"] = dryRun ? "planned" : names.length === 0 ? "unchanged" : "updated";
  const { units: state } = await readFeedNotes(folder);
  const report = storeReport({
    folder,
    manifest: newManifest,
    state,
    feeds: [originFeed(origin.name)],
    outcomes: new Map([["store", { outcome: outcome, shards: names, bytes }]]),
    notes,
    today: now().slice(0, 10),
    version,
  });
  return { report, failed: 0 };
}

function entriesOf(manifest: Manifest | undefined): ManifestEntry[] {
  if (manifest === undefined) return [];
  const { shards, facts } = manifest;
  return [...(facts === undefined ? [] : [{ ...facts, name: factsName, advisories: 0 }]), ...shards];
}

/** Keeps the local shard where the offered one is older, and reports it. */
function isOlder(from: string, entry: ManifestEntry, present: readonly ManifestEntry[], notes: string[]): boolean {
  try {
    checkRenewal(
      from,
      entry,
      present.find(({ name }) => name === entry.name),
    );
    return false;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    notes.push(`${entry.name} was left as it is: ${error.message} ${error.hint}`);
    return true;
  }
}

/** Returns the file after a check of its shard name. Its digest was compared when it was fetched. */
async function checkCopiedFile({ name }: ManifestEntry, path: string, location: string): Promise<Buffer> {
  const bytes = await readFile(path);
  if (name === factsName) return bytes;
  const shard = openShard(bytes, location);
  if (shard.name === name) return bytes;
  throw new Failure("bad-advisories", `${location} holds ${shard.name}, its manifest says ${name}.`, {
    hint: "The store there is damaged: copy it again, or build it again.",
  });
}
