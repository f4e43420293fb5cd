import type { AdvisoryReport } from "../../../domain/advisory/advisory-report.ts";
import { readFeedNotes } from "../../../sources/advisories/feed-state.ts";
import { feeds } from "../../../sources/advisories/feeds.ts";
import { readManifest } from "../../../sources/advisories/store/manifest.ts";
import { storeReport } from "./store-report.ts";

/** Content of the store; empty for a folder without one. `today`: ISO date. Throws `Failure` (`bad-advisories`, `unreadable`). */
export async function advisoriesInfo(folder: string, today: string, version: string): Promise<AdvisoryReport> {
  const manifest = readManifest(folder)?.manifest;
  const { units } = await readFeedNotes(folder);
  return storeReport({ folder, manifest, state: units, feeds, today, version });
}
