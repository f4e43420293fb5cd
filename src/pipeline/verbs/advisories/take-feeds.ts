import { Failure } from "../../../domain/failure.ts";
import { mergeFacts } from "../../../vulnerabilities/advisories/merge-facts.ts";
import { readFeedNotes } from "../../../sources/advisories/feed-state.ts";
import { encodeFacts } from "../../../sources/advisories/store/fact-file.ts";
import { openStore } from "../../../sources/advisories/store/open-store.ts";
import { writeStore } from "../../../sources/advisories/store/write-store.ts";
import { compileFeeds } from "./compile.ts";
import { covers } from "./covers.ts";
import { folderFiles } from "./folder-files.ts";
import { readStoreManifest } from "./read-store-manifest.ts";
import { originFeed } from "./origin-feed.ts";
import { factsName } from "./plan-units.ts";
import { storeReport } from "./store-report.ts";
import type { UpdateContext, UpdateResult } from "./update.ts";

interface TakeRequest {
  /** File or folder of downloaded feeds. */
  readonly from: string;
  /** Undefined: every shard that the feeds make. */
  readonly patterns: readonly string[] | undefined;
  readonly dryRun: boolean;
}

/**
 * Compiles feeds that were downloaded elsewhere, without files of unknown format. Throws `Failure` (`no-such-file`, `no-advisories` when there is
 * none, `unreadable`, `interrupted`).
 */
export async function takeFeeds(
  { from, patterns, dryRun }: TakeRequest,
  context: UpdateContext,
): Promise<UpdateResult> {
  const { cwd, folder, now, progress, signal, version } = context;
  const { manifest: before, notes } = readStoreManifest(folder);
  const keep = (name: string): boolean => patterns === undefined || patterns.some((pattern) => covers(pattern, name));
  const compiled = await compileFeeds(await folderFiles(cwd, [from]), { progress, signal, keep });
  const { shards, facts, collected } = compiled;
  if (shards.length === 0 && facts === undefined) {
    const subject = patterns === undefined ? "advisories" : `advisories for ${patterns.join(", ")}`;
    throw new Failure("no-advisories", `${from} has neither an advisory store nor feeds with ${subject}.`, {
      hint: "Name a store's folder with its manifest.json, or a folder of feeds as they are downloaded; `hullproof advisories info` lists them.",
    });
  }
  let after = before;
  if (!dryRun) {
    const old = before === undefined ? undefined : openStore(folder).facts();
    const storeWrite = await writeStore(folder, {
      shards,
      ...(facts !== undefined && { facts: await encodeFacts(mergeFacts(old, [collected.facts])) }),
      now: now(),
      ...(signal !== undefined && { signal }),
    });
    after = storeWrite.manifest;
  }
  const names = [...(facts === undefined ? [] : [factsName]), ...collected.shards.map(({ name }) => name)];
  const { units: state } = await readFeedNotes(folder);
  const [first] = collected.malformed;
  const report = storeReport({
    folder,
    manifest: after,
    state,
    feeds: [originFeed(from)],
    outcomes: new Map([["store", { outcome: dryRun ? "planned" : "updated", shards: names }]]),
    notes:
      first === undefined
        ? notes
        : [
            ...notes,
            `${collected.malformed.length} records could not be read, the first is ${first.what}: ${first.why}`,
          ],
    today: now().slice(0, 10),
    version,
  });
  return { report, failed: 0 };
}
