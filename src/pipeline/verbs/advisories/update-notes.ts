import { ownValue } from "../../../domain/own-value.ts";
import type { FeedReport } from "../../../domain/advisory/advisory-report.ts";
import type { FeedUnitState } from "../../../sources/advisories/feed-state.ts";
import type { Manifest } from "../../../sources/advisories/store/manifest.ts";
import { covers } from "./covers.ts";
import { factsName } from "./plan-units.ts";
import type { Renewal } from "./renew-unit.ts";

/** Shard, or `facts`, -> digest of its file. */
export function digests(manifest: Manifest | undefined): Map<string, string> {
  const shardDigests = new Map((manifest?.shards ?? []).map(({ name, sha256 }) => [name, sha256]));
  if (manifest?.facts !== undefined) shardDigests.set(factsName, manifest.facts.sha256);
  return shardDigests;
}

/** Notes about the feeds after the update. */
export function notesAfter(
  renewals: readonly Renewal[],
  state: Readonly<Record<string, FeedUnitState>>,
  before: Manifest | undefined,
  after: Manifest | undefined,
  time: string,
  version: string,
): Record<string, FeedUnitState> {
  const stored = digests(after);
  const noted = new Map<string, FeedUnitState>(Object.entries(state));
  for (const renewal of renewals) {
    const { key, unit, noted: lastState } = renewal.planned;
    if (renewal.kind === "failed") {
      const { message, hint } = renewal.failure;
      noted.set(key, { files: {}, made: {}, ...lastState, failed: { at: time, message, hint } });
    } else if (renewal.kind === "unchanged") {
      const { failed: _, ...rest } = lastState ?? { files: {}, made: {} };
      noted.set(key, { ...rest, checked: time });
    } else {
      const names = [...stored.keys()].filter((name) => unit.shards.some((pattern) => covers(pattern, name)));
      // Requested shards that the feed does not have are noted as well, so that they are not requested again.
      const absent = unit.shards.filter((pattern) => !pattern.endsWith("*") && !stored.has(pattern));
      noted.set(key, {
        checked: time,
        compiled: time,
        by: version,
        files: renewal.files,
        made: Object.fromEntries([
          ...names.map((name) => [name, stored.get(name) ?? ""]),
          ...absent.map((name) => [name, ""]),
        ]),
      });
    }
  }
  // Several feeds share the facts file, so the new file also holds the facts of unchanged feeds.
  const facts = before?.facts?.sha256;
  const merged = after?.facts?.sha256;
  if (facts !== undefined && merged !== undefined && facts !== merged) {
    for (const [key, unit] of noted) {
      if (unit.made[factsName] === facts) noted.set(key, { ...unit, made: { ...unit.made, [factsName]: merged } });
    }
  }
  return Object.fromEntries(noted);
}

/** Result for a part of a feed, for the report. */
export function outcomeOf(
  renewal: Renewal,
  newManifest: Manifest | undefined,
  noted: Readonly<Record<string, FeedUnitState>>,
): Pick<FeedReport, "outcome" | "shards" | "bytes" | "problem"> {
  const { planned, bytes } = renewal;
  const problem = ownValue(noted, planned.key)?.failed;
  const names = [...digests(newManifest).keys()].filter((name) =>
    planned.unit.shards.some((pattern) => covers(pattern, name)),
  );
  if (renewal.kind === "failed") {
    // Several feeds share the facts file, so its presence does not show that this feed succeeded.
    const had = names.filter((name) => name !== factsName || planned.noted?.compiled !== undefined);
    const shards = had.length > 0 ? had : planned.unit.shards;
    return {
      outcome: had.length > 0 ? "kept" : "missing",
      shards,
      bytes,
      ...(problem !== undefined && { problem }),
    };
  }
  return { outcome: renewal.kind === "new" ? "updated" : "unchanged", shards: names, bytes };
}
