import type { ShardName } from "../../../domain/advisory/advisory.ts";
import { debianReleases } from "../../../data/debian-releases.ts";
import type { Progress } from "../../../domain/progress.ts";
import { collection, type Collected } from "../../../vulnerabilities/advisories/collect.ts";
import { debianAdvisories } from "../../../vulnerabilities/advisories/debian.ts";
import { isFields } from "../../../formats/advisories/fields.ts";
import type { AdvisoryFormat } from "../../../formats/advisories/advisory-format.ts";
import { advisoryFormats } from "../../../formats/advisories/index.ts";
import type { FeedFile } from "../../../sources/advisories/feed-file.ts";
import type { Parsed } from "../../../domain/advisory/statement.ts";
import { encodeFacts } from "../../../sources/advisories/store/fact-file.ts";
import { encodeShard } from "../../../sources/advisories/store/shard-file.ts";
import { orderOf } from "../../../versions/order-of.ts";
import { documents, type FeedDocument } from "./documents.ts";

/** Result for one file. */
export interface FileOutcome {
  readonly file: string;
  /** Date of the data, ISO day. */
  readonly date: string;
  /** Formats of its documents, sorted. Empty when nothing was read, for the reason in `unread`. */
  readonly formats: readonly string[];
  readonly documents: number;
  readonly statements: number;
  /** Documents of unknown format: their number, and the name of the first. */
  readonly unknown?: { readonly count: number; readonly first: string };
}

export interface Compiled {
  /** Files of `encodeShard`, sorted by name. */
  readonly shards: readonly Buffer[];
  /** File of `encodeFacts`; absent when no input has such facts. */
  readonly facts?: Buffer;
  readonly collected: Collected;
  readonly files: readonly FileOutcome[];
}

interface Circumstances {
  readonly progress: Progress;
  readonly signal?: AbortSignal | undefined;
  /** Selects the shards to make; default all. */
  readonly keep?: (shard: ShardName) => boolean;
}

/** Reads all files and compiles the store's shards and facts. Throws the reason of `signal`, and the errors of the file reader. */
export async function compileFeeds(
  files: AsyncIterable<FeedFile> | Iterable<FeedFile>,
  { progress, signal, keep = () => true }: Circumstances,
): Promise<Compiled> {
  const gathered = collection({
    compare: (scheme) => orderOf(scheme).compare,
    debian: debianAdvisories,
    debianReleases,
    notes: advisoryFormats.flatMap(({ sources }) => sources),
    keep,
  });
  const outcomes: FileOutcome[] = [];
  for await (const file of files) {
    progress({ stage: "advisories", message: `reading ${file.name}` });
    outcomes.push(await readFile(file, (parsed) => gathered.add(parsed, file.date), signal));
  }
  const collected = gathered.finish();
  const shards: Buffer[] = [];
  for (const shard of collected.shards) {
    signal?.throwIfAborted();
    progress({ stage: "advisories", message: `compiling ${shard.name}` });
    shards.push(await encodeShard(shard));
  }
  const { kev, epss, lifeCycles, support } = collected.facts;
  const hasFacts = kev.length + epss.length + lifeCycles.length + support.length > 0;
  return { shards, ...(hasFacts && { facts: await encodeFacts(collected.facts) }), collected, files: outcomes };
}

async function readFile(file: FeedFile, add: (parsed: Parsed) => void, signal?: AbortSignal): Promise<FileOutcome> {
  const formats = new Set<string>();
  const unknown: string[] = [];
  let count = 0;
  let statements = 0;
  for await (const document of documents(file)) {
    signal?.throwIfAborted();
    count++;
    if (document.kind === "unread") {
      add({ kind: "malformed", what: document.path, why: document.why });
      continue;
    }
    const recognized = recognise(document);
    if (recognized === undefined) {
      unknown.push(document.path);
      continue;
    }
    formats.add(recognized.format);
    for (const parsed of recognized.parsed) {
      if (parsed.kind !== "malformed" && parsed.kind !== "left-out") statements++;
      add(parsed);
    }
  }
  return {
    file: file.name,
    date: file.date,
    formats: [...formats].sort(),
    documents: count,
    statements,
    ...(unknown.length > 0 && { unknown: { count: unknown.length, first: unknown[0]! } }),
  };
}

/** Parses the document by the first format that accepts it. */
function recognise(document: Exclude<FeedDocument, { kind: "unread" }>) {
  for (const format of advisoryFormats) {
    const parsed = parse(format, document);
    if (parsed !== undefined) return { format: format.name, parsed };
  }
  return undefined;
}

function parse(
  format: AdvisoryFormat,
  document: Exclude<FeedDocument, { kind: "unread" }>,
): Iterable<Parsed> | undefined {
  if (document.kind === "text") return format.text?.(document.text, document.path);
  return isFields(document.value) ? format.value?.(document.value, document.path) : undefined;
}
