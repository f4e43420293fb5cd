import { ownValue } from "../../../domain/own-value.ts";
import type { AdvisorySource } from "../../../domain/advisory/advisory.ts";
import type { AdvisoryReport, FeedReport, ShardReport } from "../../../domain/advisory/advisory-report.ts";
import { shardAge } from "../../../vulnerabilities/advisories/shard-age.ts";
import { feedTime } from "../../vulnerabilities/feed-time.ts";
import type { FeedState } from "../../../sources/advisories/feed-state.ts";
import type { Feed } from "../../../sources/advisories/feed.ts";
import { feedMakes } from "../../../sources/advisories/feed.ts";
import type { Manifest } from "../../../sources/advisories/store/manifest.ts";
import { factsName } from "./plan-units.ts";
import { byKey } from "../../../text/by-key.ts";

export interface StoreView {
  readonly folder: string;
  readonly manifest: Manifest | undefined;
  readonly state: FeedState;
  readonly feeds: readonly Feed[];
  /** Results of an update; absent when the store is only listed. */
  readonly outcomes?: ReadonlyMap<string, Pick<FeedReport, "outcome" | "shards" | "bytes" | "problem">>;
  readonly notes?: readonly string[];
  /** ISO date. */
  readonly today: string;
  readonly version: string;
}

/** The store with the age of its content. */
export function storeReport(view: StoreView): AdvisoryReport {
  const { folder, manifest, today, version } = view;
  const facts = manifest?.facts;
  const entries = [
    ...(facts === undefined ? [] : [{ ...facts, name: factsName, packages: 0, advisories: 0 }]),
    ...(manifest?.shards ?? []),
  ];
  const shards = entries.map(({ name, bytes, packages, advisories, sources, sha256 }): ShardReport => {
    const checked = feedTime(view.state, name, sha256);
    return {
      name,
      bytes,
      packages,
      advisories,
      sources: sources.map(sourceOf),
      ...(checked !== undefined && { checked }),
      ...shardAge(sources, checked, today),
    };
  });
  return {
    schemaVersion: 1,
    tool: { name: "hullproof", version },
    folder,
    serial: manifest?.serial ?? 0,
    ...(manifest !== undefined && { built: manifest.built }),
    bytes: shards.reduce((sum, { bytes }) => sum + bytes, 0),
    shards: shards.sort((a, b) => (a.name < b.name ? -1 : 1)),
    feeds: feedReports(
      view,
      entries.map(({ name }) => name),
    ),
    notes: view.notes ?? [],
  };
}

function sourceOf({
  name,
  licence,
  attribution,
  date,
  records,
}: Manifest["shards"][number]["sources"][number]): AdvisorySource {
  return { name, licence, ...(attribution !== undefined && { attribution }), date, records };
}

function feedReports({ feeds, state, outcomes }: StoreView, stored: readonly string[]): FeedReport[] {
  const describeFeed = ({ name, title, licence, about }: Feed) => ({ feed: name, title, licence, about });
  if (outcomes === undefined) {
    return feeds.map((feed): FeedReport => {
      const units = Object.entries(state).filter(([key]) => key === feed.name || key.startsWith(`${feed.name}/`));
      const checked = units.flatMap(([, unit]) => unit.checked ?? []).sort()[0];
      const problem = units.flatMap(([, unit]) => unit.failed ?? [])[0];
      return {
        ...describeFeed(feed),
        shards: stored.filter((name) => feedMakes(feed, name)),
        outcome: "not-asked",
        ...(checked !== undefined && { checked }),
        ...(problem !== undefined && { problem }),
      };
    });
  }
  return [...outcomes].sort(byKey).flatMap(([key, outcome]): FeedReport[] => {
    const feed = feeds.find(({ name }) => name === key.split("/")[0]);
    const checked = ownValue(state, key)?.checked;
    return feed === undefined
      ? []
      : [{ ...describeFeed(feed), ...outcome, feed: key, ...(checked !== undefined && { checked }) }];
  });
}
