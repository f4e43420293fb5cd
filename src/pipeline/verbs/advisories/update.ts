import { ownValue } from "../../../domain/own-value.ts";
import type { AdvisoryReport } from "../../../domain/advisory/advisory-report.ts";
import { Failure } from "../../../domain/failure.ts";
import type { Progress } from "../../../domain/progress.ts";
import { mergeFacts } from "../../../vulnerabilities/advisories/merge-facts.ts";
import type { FeedSettings } from "../../../sources/advisories/feed-address.ts";
import { noteFeeds, readFeedNotes } from "../../../sources/advisories/feed-state.ts";
import type { Feed } from "../../../sources/advisories/feed.ts";
import { encodeFacts } from "../../../sources/advisories/store/fact-file.ts";
import { readManifest, type Manifest } from "../../../sources/advisories/store/manifest.ts";
import { openStore } from "../../../sources/advisories/store/open-store.ts";
import { writeStore } from "../../../sources/advisories/store/write-store.ts";
import { feedPeer } from "../../../sources/download/feed-peer.ts";
import { httpTransport } from "../../../sources/http/transport.ts";
import { announce } from "./announce.ts";
import { mapConcurrently } from "./map-concurrently.ts";
import { readStoreManifest } from "./read-store-manifest.ts";
import { factsName, planUnits } from "./plan-units.ts";
import { renewUnit, type Renewal } from "./renew-unit.ts";
import { digests, notesAfter, outcomeOf } from "./update-notes.ts";
import { storeReport } from "./store-report.ts";
import { workFolder } from "./work-folder.ts";

export interface UpdateRequest {
  /** Shards to renew, `pypi`, `debian-*`; undefined: those of the store. */
  readonly patterns: readonly string[] | undefined;
  readonly feeds: readonly Feed[];
  readonly settings: FeedSettings;
  readonly allowOlder: boolean;
  /** Time limit for one file, in milliseconds. */
  readonly totalMs: number;
  /** Only report the downloads. */
  readonly dryRun: boolean;
}

/** The caller's part of an update. */
export interface UpdateContext {
  readonly cwd: string;
  /** Folder of the store. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly version: string;
  /** ISO date and time, UTC. */
  readonly now: () => string;
  readonly progress: Progress;
  readonly signal?: AbortSignal;
}

export interface UpdateResult {
  readonly report: AdvisoryReport;
  /** Number of feeds without usable data. */
  readonly failed: number;
}

/** Feeds come from different servers, so a few downloads run at once. */
const maxConcurrentFeeds = 3;

/**
 * Fetches the sources of the shards where they are newer, compiles them, and adds them to the store in one step. A failed feed
 * does not stop the others; its earlier data stays. Throws `Failure` (`bad-usage`, `bad-config`, `unreadable`, `timed-out`, `interrupted`).
 */
export async function updateAdvisories(request: UpdateRequest, context: UpdateContext): Promise<UpdateResult> {
  const { folder, version, now, progress, signal } = context;
  const { manifest: before, notes: lost } = readStoreManifest(folder);
  const { units: state } = await readFeedNotes(folder);
  const stored = digests(before);
  const patterns = request.patterns ?? [...stored.keys()].filter((name) => name !== factsName);
  if (patterns.length === 0) {
    throw new Failure("bad-usage", `${folder} has no advisories yet, so there is nothing to renew.`, {
      hint: "Name an image, an SBOM or a Dockerfile; or choose with --ecosystem NAME or --all.",
    });
  }
  const plan = planUnits(patterns, { feeds: request.feeds, state, stored, version });
  const transport = httpTransport(context.env as NodeJS.ProcessEnv, feedPeer);
  const sizes = await announce(plan.units, request.settings, transport, context);
  const view = { folder, feeds: request.feeds, today: now().slice(0, 10), version };
  const noFeed = [...lost, ...plan.without.map((name) => `no feed has advisories for ${name}`)];
  if (request.dryRun) {
    const outcomes = new Map(
      plan.units.map(({ key, unit: { shards } }) => {
        const bytes = sizes.get(key);
        return [key, { outcome: "planned" as const, shards, ...(bytes !== undefined && { bytes }) }];
      }),
    );
    return { report: storeReport({ ...view, manifest: before, state, outcomes, notes: noFeed }), failed: 0 };
  }

  await using work = await workFolder(folder);
  const renewals = await mapConcurrently(plan.units, maxConcurrentFeeds, signal, (planned, either) =>
    renewUnit(planned, {
      ...request,
      workFolder: work.path,
      today: view.today,
      transport,
      stored: [
        ...(before?.shards ?? []),
        ...(before?.facts ? [{ ...before.facts, name: factsName, advisories: 0 }] : []),
      ],
      onBytes: (bytes, total) =>
        progress({ stage: "advisories", message: `${planned.key}: ${megabytes(bytes, total)}` }),
      progress,
      signal: either,
    }),
  );
  const after = (await addToStore(renewals, context)) ?? before;
  const noted = notesAfter(renewals, state, before, after, now(), version);
  // A concurrent update may have changed the notes about other feeds.
  const changed = Object.entries(noted).filter(([key, unit]) => unit !== ownValue(state, key));
  await noteFeeds(folder, work.path, { units: Object.fromEntries(changed) });
  const failed = renewals.filter(({ kind }) => kind === "failed").length;
  const outcomes = new Map(renewals.map((renewal) => [renewal.planned.key, outcomeOf(renewal, after, noted)]));
  const renewalNotes = renewals.flatMap((renewal) => (renewal.kind === "new" ? renewal.notes : []));
  progress({
    stage: "advisories",
    message: `${renewals.length - failed} of ${renewals.length} feeds up to date`,
    done: true,
  });
  return {
    report: storeReport({ ...view, manifest: after, state: noted, outcomes, notes: [...noFeed, ...renewalNotes] }),
    failed,
  };
}

/** Writes new shards into the store; undefined without any. */
async function addToStore(
  renewals: readonly Renewal[],
  { folder, now, signal }: UpdateContext,
): Promise<Manifest | undefined> {
  const fresh = renewals.flatMap((renewal) => (renewal.kind === "new" ? [renewal] : []));
  if (fresh.length === 0) return undefined;
  const facts = fresh.filter(({ planned }) => planned.feed.makes === factsName).map((renewal) => renewal.facts);
  const merged = facts.length === 0 ? undefined : mergeFacts(readManifest(folder) && openStore(folder).facts(), facts);
  const { manifest } = await writeStore(folder, {
    shards: fresh.flatMap(({ shards }) => shards),
    ...(merged !== undefined && { facts: await encodeFacts(merged) }),
    now: now(),
    ...(signal !== undefined && { signal }),
  });
  return manifest;
}

function megabytes(bytes: number, total: number | undefined): string {
  const format = (count: number): string => (count / 1_048_576).toFixed(1);
  return total === undefined ? `${format(bytes)} MiB` : `${format(bytes)} of ${format(total)} MiB`;
}
