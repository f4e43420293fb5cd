import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { Failure } from "../../../domain/failure.ts";
import type { FeedFileState } from "../../../sources/advisories/feed-state.ts";
import { fetchUnit, type FetchedFile, type FetchOptions } from "../../../sources/advisories/fetch-unit.ts";
import type { Progress } from "../../../domain/progress.ts";
import { compileFeeds, type Compiled } from "./compile.ts";
import { covers } from "./covers.ts";
import { feedFileOf } from "./feed-file-of.ts";
import { checkRenewal, type StoredShard } from "./check-renewal.ts";
import { factsName, type PlannedUnit } from "./plan-units.ts";
import type { FactContent } from "../../../domain/advisory/fact-content.ts";

export interface RenewOptions extends Omit<FetchOptions, "folder"> {
  /** Folder for downloads; each unit gets a folder in it. */
  readonly workFolder: string;
  /** ISO date, for data without a date from its server. */
  readonly today: string;
  readonly stored: readonly StoredShard[];
  readonly progress: Progress;
}

export type Renewal = { readonly planned: PlannedUnit; readonly bytes: number } & (
  | { readonly kind: "unchanged" }
  | {
      readonly kind: "new";
      /** Files of the requested shards, and their names in the same order. */
      readonly shards: readonly Buffer[];
      readonly facts: FactContent;
      readonly files: Readonly<Record<string, FeedFileState>>;
      readonly notes: readonly string[];
    }
  | { readonly kind: "failed"; readonly failure: Failure }
);

/** Share of unreadable records that an update tolerates: a publisher's slip must not stop all updates, a damaged file must. */
const malformedShare = 0.01;

/**
 * Fetches and compiles a part of a feed. A failure is returned, so that other parts continue. Throws `Failure` only for errors that end the update
 * (`interrupted`, `unreadable`: no disk).
 */
export async function renewUnit(planned: PlannedUnit, options: RenewOptions): Promise<Renewal> {
  const folder = await mkdtemp(join(options.workFolder, "feed-"));
  const tally = { bytes: 0 };
  try {
    const onBytes = (bytes: number, total: number | undefined): void => {
      tally.bytes = bytes;
      options.onBytes(bytes, total);
    };
    const { feed, unit, known } = planned;
    const fetched = await fetchUnit(feed, unit, known, { ...options, folder, onBytes });
    if (fetched.kind === "unchanged") return { planned, bytes: fetched.bytes, kind: "unchanged" };
    return { planned, bytes: fetched.bytes, kind: "new", ...(await compileUnit(planned, fetched.files, options)) };
  } catch (error) {
    if (!(error instanceof Failure) || error.code === "interrupted" || error.code === "unreadable") throw error;
    return { planned, bytes: tally.bytes, kind: "failed", failure: error };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function compileUnit({ feed, unit }: PlannedUnit, files: readonly FetchedFile[], options: RenewOptions) {
  const { today, stored, allowOlder, progress, signal } = options;
  const feedFiles = files.map((file) => feedFileOf(file, today));
  const keep = (name: string): boolean => unit.shards.some((pattern) => covers(pattern, name));
  const { shards, collected, files: read } = await compileFeeds(feedFiles, { progress, signal, keep });
  const { malformed, facts } = collected;
  const records = read.reduce((sum, { documents, statements }) => sum + documents + statements, 0);
  const [wrong] = malformed;
  const nothing = shards.length === 0 && facts.kev.length + facts.epss.length + facts.lifeCycles.length === 0;
  if (nothing || malformed.length > records * malformedShare) {
    throw feedFailure(feed.title, wrong === undefined ? unknownDocumentText(read) : `${wrong.what}: ${wrong.why}`);
  }
  if (!allowOlder) {
    for (const { name, sources, advisories } of collected.shards) {
      const fresh = { name, sources, advisories: new Set(advisories.map(({ id }) => id)).size };
      checkRenewal(
        feed.title,
        fresh,
        stored.find((shard) => shard.name === name),
      );
    }
    const storedFacts = stored.find(({ name }) => name === factsName);
    checkRenewal(
      feed.title,
      { name: factsName, sources: facts.sources, advisories: 0 },
      storedFacts && { ...storedFacts, advisories: 0 },
    );
  }
  const absent = unit.shards.filter(
    (pattern) => pattern !== factsName && !collected.shards.some(({ name }) => covers(pattern, name)),
  );
  return {
    shards,
    facts,
    files: Object.fromEntries(files.map(({ part, state }) => [part.url, state])),
    notes: [...absent.map((name) => `${feed.title} has nothing for ${name}`), ...rejectNotes(feed.title, malformed)],
  };
}

function unknownDocumentText(read: Compiled["files"]): string {
  const unknown = read.find((outcome) => outcome.unknown !== undefined)?.unknown;
  return unknown === undefined ? "it says nothing" : `${unknown.first} is of no form that is known here`;
}

function rejectNotes(title: string, rejected: Compiled["collected"]["malformed"]): string[] {
  const [first] = rejected;
  if (first === undefined) return [];
  const count = rejected.length === 1 ? "a record" : `${rejected.length} records`;
  return [`${title}: ${count} could not be read, the first is ${first.what}: ${first.why}`];
}

function feedFailure(title: string, reason: string): Failure {
  return new Failure("bad-advisories", `${title} cannot be used: ${reason}.`, {
    hint: "It is damaged, or of a form that this hullproof does not know: run it again, or use another mirror.",
  });
}
