import { ownValue } from "../../domain/own-value.ts";
import type { FeedReport } from "../../domain/advisory/advisory-report.ts";
import type { FeedUnitState } from "../../sources/advisories/feed-state.ts";
import type { Manifest } from "../../sources/advisories/store/manifest.ts";
import { covers } from "./covers.ts";
import { factsName } from "./plan-units.ts";
import type { Renewal } from "./renew-unit.ts";

/** Shard, or `facts`, -> digest of its file. */
export function digests(manifest: Manifest | undefined): Map<string, string> {
  const all = new Map((manifest?.shards ?? []).map(({ name, sha256 }) => [name, sha256]));
  if (manifest?.facts !== undefined) all.set(factsName, manifest.facts.sha256);
  return all;
}

/** What is noted of the feeds after the update. */
export function notesAfter(
  renewals: readonly Renewal[],
  state: Readonly<Record<string, FeedUnitState>>,
  before: Manifest | undefined,
  after: Manifest | undefined,
  now: string,
  version: string,
): Record<string, FeedUnitState> {
  const stored = digests(after);
  const noted = new Map<string, FeedUnitState>(Object.entries(state));
  for (const renewal of renewals) {
    const { key, unit, noted: known } = renewal.planned;
    if (renewal.kind === "failed") {
      const { message, hint } = renewal.failure;
      noted.set(key, { files: {}, made: {}, ...known, failed: { at: now, message, hint } });
    } else if (renewal.kind === "unchanged") {
      const { failed: _, ...rest } = known ?? { files: {}, made: {} };
      noted.set(key, { ...rest, checked: now });
    } else {
      const names = [...stored.keys()].filter((name) => unit.shards.some((wanted) => covers(wanted, name)));
      // A wanted shard that the feed has nothing for is noted too: it is not asked for again.
      const absent = unit.shards.filter((wanted) => !wanted.endsWith("*") && !stored.has(wanted));
      noted.set(key, {
        checked: now,
        compiled: now,
        by: version,
        files: renewal.files,
        made: Object.fromEntries([
          ...names.map((name) => [name, stored.get(name) ?? ""]),
          ...absent.map((name) => [name, ""]),
        ]),
      });
    }
  }
  // The facts are one file of several feeds: those that stayed are in the new one as well.
  const facts = before?.facts?.sha256;
  const merged = after?.facts?.sha256;
  if (facts !== undefined && merged !== undefined && facts !== merged) {
    for (const [key, unit] of noted) {
      if (unit.made[factsName] === facts) noted.set(key, { ...unit, made: { ...unit.made, [factsName]: merged } });
    }
  }
  return Object.fromEntries(noted);
}

/** What became of a part of a feed, for the report. */
export function outcomeOf(
  renewal: Renewal,
  after: Manifest | undefined,
  noted: Readonly<Record<string, FeedUnitState>>,
): Pick<FeedReport, "outcome" | "shards" | "bytes" | "problem"> {
  const { planned, bytes } = renewal;
  const problem = ownValue(noted, planned.key)?.failed;
  const names = [...digests(after).keys()].filter((name) => planned.unit.shards.some((wanted) => covers(wanted, name)));
  if (renewal.kind === "failed") {
    // The facts are one file of several feeds: that there is one says nothing of this feed.
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
