import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

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

const shape = z.object({ version: z.literal(1), units: z.record(z.string(), unitShape) });

export type FeedFileState = z.infer<typeof fileShape>;
export type FeedUnitState = z.infer<typeof unitShape>;
/** By feed, with the release where each has its own files: `osv-pypi`, `alpine-secdb/alpine-3.22`. */
export type FeedState = Readonly<Record<string, FeedUnitState>>;

/** What earlier updates noted of the feeds. Without it, or when it is damaged, everything is asked for anew. */
export async function readFeedState(folder: string): Promise<FeedState> {
  try {
    const parsed = shape.safeParse(JSON.parse(await readFile(join(folder, feedStateFile), "utf8")));
    return parsed.success ? parsed.data.units : {};
  } catch {
    return {};
  }
}

export function writtenFeedState(units: FeedState): string {
  const sorted = Object.fromEntries(Object.entries(units).sort(([a], [b]) => (a < b ? -1 : 1)));
  return `${JSON.stringify({ version: 1, units: sorted }, undefined, 2)}\n`;
}
