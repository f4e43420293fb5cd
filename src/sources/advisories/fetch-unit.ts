import { ownValue } from "../../domain/own-value.ts";
import { join } from "node:path";
import { Failure } from "../../domain/failure.ts";
import type { Validators } from "../download/download.ts";
import { download } from "../download/download.ts";
import type { Transport } from "../http/transport.ts";
import { feedAddress, namedHosts, type FeedSettings } from "./feed-address.ts";
import type { FeedFileState, FeedUnitState } from "./feed-state.ts";
import type { Feed, FeedPart, FeedUnit } from "./feed.ts";

export interface FetchOptions {
  /** An empty folder for the files. */
  readonly folder: string;
  readonly settings: FeedSettings;
  readonly transport: Transport;
  /** For one file, in milliseconds. */
  readonly totalMs: number;
  /** Take what is older than what is here. */
  readonly allowOlder: boolean;
  readonly onBytes: (bytes: number, total: number | undefined) => void;
  readonly signal?: AbortSignal | undefined;
}

export interface FetchedFile {
  readonly part: FeedPart;
  /** Where it lies. */
  readonly path: string;
  readonly state: FeedFileState;
}

export type FetchedUnit =
  | { readonly kind: "unchanged"; readonly bytes: number }
  | { readonly kind: "files"; readonly files: readonly FetchedFile[]; readonly bytes: number };

/**
 * Fetch the files of a feed that belong together: none when all are as they were, else all. `known` is what was noted of them and still holds:
 * what was made of them is in the store. Throws `Failure`, see `download`; what is in the folder then is of no use.
 */
export async function fetchUnit(
  feed: Feed,
  { files }: FeedUnit,
  previousUnit: FeedUnitState | undefined,
  options: FetchOptions,
): Promise<FetchedUnit> {
  const tally = { done: 0 };
  const first = new Map<FeedPart, FetchedFile | "unchanged" | "absent">();
  for (const [index, part] of files.entries()) {
    first.set(part, await fetchPart(feed, part, index, ownValue(previousUnit?.files, part.url), options, tally));
  }
  const same = (part: FeedPart): boolean => {
    const found = first.get(part);
    if (found === "absent") return ownValue(previousUnit?.files, part.url) === undefined;
    return found === "unchanged" || found?.state.sha256 === ownValue(previousUnit?.files, part.url)?.sha256;
  };
  if (previousUnit !== undefined && files.every(same)) return { kind: "unchanged", bytes: tally.done };
  const fetched: FetchedFile[] = [];
  for (const [index, part] of files.entries()) {
    let found = first.get(part);
    if (found === "unchanged") found = await fetchPart(feed, part, index, undefined, options, tally);
    if (found !== undefined && typeof found !== "string") fetched.push(found);
  }
  return { kind: "files", files: fetched, bytes: tally.done };
}

async function fetchPart(
  feed: Feed,
  part: FeedPart,
  index: number,
  previousFile: FeedFileState | undefined,
  { folder, settings, transport, totalMs, allowOlder, onBytes, signal }: FetchOptions,
  tally: { done: number },
): Promise<FetchedFile | "unchanged" | "absent"> {
  const url = feedAddress(feed, part, settings);
  const path = join(folder, `${index}-${fileName(part)}`);
  const bytesDone = tally.done;
  try {
    const got = await download(
      {
        url,
        named: namedHosts(settings),
        what: feed.title,
        file: path,
        maxBytes: part.maxBytes,
        totalMs,
        validators: previousFile,
        onBytes: (bytes, total) => {
          tally.done = bytesDone + bytes;
          onBytes(tally.done, total === undefined ? undefined : bytesDone + total);
        },
        signal,
      },
      transport,
    );
    if (got.kind === "unchanged") return "unchanged";
    if (!allowOlder) refuseOlder(feed, url, got.validators, previousFile);
    return { part, path, state: { ...got.validators, bytes: got.bytes, sha256: got.sha256 } };
  } catch (error) {
    if (part.optional === true && isGone(error)) return "absent";
    throw error;
  }
}

/** `all.zip`, `json`: as the last part of the address, its ending tells how it is read. */
function fileName({ url }: FeedPart): string {
  const last = new URL(url).pathname.split("/").at(-1) ?? "";
  return /^[\w.-]{1,80}$/.test(last) ? last : "feed";
}

function isGone(error: unknown): boolean {
  const cause = error instanceof Failure ? error.cause : undefined;
  return typeof cause === "object" && cause !== null && "status" in cause && [404, 410].includes(Number(cause.status));
}

/** A mirror that fell behind must not take back what is known. */
function refuseOlder(feed: Feed, url: URL, { lastModified }: Validators, known: FeedFileState | undefined): void {
  const before = Date.parse(known?.lastModified ?? "");
  const now = Date.parse(lastModified ?? "");
  if (!(now < before)) return;
  throw new Failure(
    "bad-advisories",
    `${url.host} gives ${feed.title} of ${lastModified}, which is older than what is here (${known?.lastModified}).`,
    { hint: "Wait until the mirror has caught up, or take it all the same with --allow-older." },
  );
}
