import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { byKey } from "../../text/by-key.ts";

/** Name of the file beside the shards. */
export const feedStateFile = "feeds.json";

const fileShape = z.object({
  etag: z.string().optional(),
  lastModified: z.string().optional(),
  bytes: z.number(),
  sha256: z.string(),
});

const unitShape = z.object({
  /** ISO date and time, UTC: when its server was last asked with an answer, and when what it had was last compiled. */
  checked: z.string().optional(),
  compiled: z.string().optional(),
  /** Version of the tool that compiled it: another may read more out of the same files. */
  by: z.string().optional(),
  /** By address. */
  files: z.record(z.string(), fileShape).default({}),
  /** What it was compiled into: shard or fact file -> sha256 in the manifest. */
  made: z.record(z.string(), z.string()).default({}),
  /** Why the last try failed; absent when it did not. */
  failed: z.object({ at: z.string(), message: z.string(), hint: z.string() }).optional(),
});

const shape = z.object({
  version: z.literal(1),
  units: z.record(z.string(), unitShape),
  /** Stores that shards were copied from, by address: an earlier serial than this is a step back. */
  copies: z.record(z.string(), z.number()).default({}),
});

export type FeedFileState = z.infer<typeof fileShape>;
export type FeedUnitState = z.infer<typeof unitShape>;
/** By feed, with the release where each has its own files: `osv-pypi`, `alpine-secdb/alpine-3.22`. */
export type FeedState = Readonly<Record<string, FeedUnitState>>;

export interface FeedNotes {
  readonly units: FeedState;
  readonly copies: Readonly<Record<string, number>>;
}

/** What earlier updates noted. Without it, or when it is damaged, everything is asked for again. */
export async function readFeedNotes(folder: string): Promise<FeedNotes> {
  try {
    const parsed = shape.safeParse(JSON.parse(await readFile(join(folder, feedStateFile), "utf8")));
    if (parsed.success) return parsed.data;
  } catch {
    // As if there were none.
  }
  return { units: {}, copies: {} };
}

/**
 * Writes down what changed beside what another update may have noted meanwhile. `work` is a folder on the same disk. Nothing fails for want of
 * notes: the store is whole without them.
 */
export async function noteFeeds(folder: string, work: string, changed: Partial<FeedNotes>): Promise<void> {
  const { units, copies } = await readFeedNotes(folder);
  const notes = {
    version: 1,
    units: sorted({ ...units, ...changed.units }),
    copies: sorted({ ...copies, ...changed.copies }),
  };
  const temporary = join(work, feedStateFile);
  await writeFile(temporary, `${JSON.stringify(notes, undefined, 2)}\n`)
    .then(() => rename(temporary, join(folder, feedStateFile)))
    .catch(() => {});
}

function sorted<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(byKey));
}
