import { rename, rm } from "node:fs/promises";
import { Failure } from "../../domain/failure.ts";
import { backOff, interrupted, Transient } from "../http/transient.ts";
import type { HttpAnswer, Transport } from "../http/transport.ts";
import { answerDigests } from "./answer-digests.ts";
import { decodeFile } from "./decode-file.ts";
import { feedPeer } from "./feed-peer.ts";
import type { PartialFile } from "./partial-file.ts";
import { partialFile } from "./partial-file.ts";
import { looksLikePage, refusedAnswer, tooLarge, webPage } from "./refused-answer.ts";

/** Validators that distinguish a response from a newer one (RFC 9110, section 8.8), as sent by its server. */
export interface Validators {
  readonly etag?: string | undefined;
  readonly lastModified?: string | undefined;
}

export interface DownloadRequest {
  readonly url: URL;
  /** Name in messages: `the PyPI export`. */
  readonly what: string;
  /** Output path; must not exist. */
  readonly file: string;
  /** Maximum size, both compressed and decompressed. */
  readonly maxBytes: number;
  /** Time limit for all attempts together, in milliseconds. */
  readonly totalMs: number;
  /** Validators of the local copy: a response that is not newer is not sent. */
  readonly validators?: Validators | undefined;
  /** Called with the received bytes and, if known, the total. */
  readonly onBytes?: (bytes: number, total: number | undefined) => void;
  readonly signal?: AbortSignal | undefined;
  /** Other hosts that the user named: redirects may lead there even in a private network. */
  readonly named?: readonly string[] | undefined;
}

export type Downloaded =
  | { readonly kind: "unchanged" }
  | {
      readonly kind: "file";
      /** Size of the file, decompressed if its server compressed it for transfer. */
      readonly bytes: number;
      readonly sha256: string;
      readonly validators: Validators;
    };

/** Bytes without a broken connection that count as progress: earlier failures are forgotten. */
const progressBytes = 1_048_576;

/**
 * Downloads to a file. A broken connection is resumed if the server's response can be distinguished from a newer one
 * (RFC 9110, section 13.1.5); otherwise the download restarts. Transfer compression with gzip or zstd is removed, and
 * digests in the header are verified. Memory use is independent of the size; after a failure there is no file. Throws
 * `Failure`: `advisories-unreachable`, `bad-advisories` (damaged, a web page, too large), `unreadable` (disk),
 * `interrupted`.
 */
export async function download(request: DownloadRequest, transport: Transport): Promise<Downloaded> {
  const timer = AbortSignal.timeout(request.totalMs);
  const signal = AbortSignal.any([timer, ...(request.signal === undefined ? [] : [request.signal])]);
  await using file = await partialFile(request.file);
  const attempt: Attempt = { validators: {}, total: undefined, mark: 0, failed: 0 };
  for (;;) {
    try {
      if ((await fetchRest({ ...request, signal }, transport, file, attempt)) === "unchanged") {
        return { kind: "unchanged" };
      }
      break;
    } catch (trouble) {
      try {
        await backOff(trouble, ++attempt.failed, signal, feedPeer);
      } catch (error) {
        if (timer.aborted && request.signal?.aborted !== true) throw tooSlow(request, file.bytes, attempt.total);
        throw error;
      }
    }
  }
  if (request.signal?.aborted === true) throw interrupted();
  return await finish(request, file, attempt);
}

/** State of the response that is being assembled. */
interface Attempt {
  validators: Validators;
  encoding?: string | undefined;
  digests?: ReturnType<typeof answerDigests>;
  /** Length in transit, if the server sends it. */
  total: number | undefined;
  /** Bytes at the last progress mark. */
  mark: number;
  failed: number;
}

async function fetchRest(
  request: DownloadRequest,
  transport: Transport,
  file: PartialFile,
  attempt: Attempt,
): Promise<"unchanged" | "whole"> {
  const { url, what, maxBytes, signal, named = [] } = request;
  const headers = headersFor(request, file, attempt);
  const answer = await transport({ url, headers, signal, named: [url.host, ...named] });
  try {
    const offset = await accept(answer, request, file, attempt);
    if (offset === undefined) return "unchanged";
    if ((attempt.total ?? 0) > maxBytes) throw tooLarge(what, url, attempt.total, maxBytes);
    for await (const chunk of answer.body) {
      if (file.bytes === 0 && looksLikePage(chunk)) throw webPage(what, url);
      if (file.bytes + chunk.length > maxBytes) throw tooLarge(what, url, undefined, maxBytes);
      await file.append(chunk);
      if (file.bytes - attempt.mark >= progressBytes) {
        attempt.mark = file.bytes;
        attempt.failed = 0;
      }
      request.onBytes?.(file.bytes, attempt.total);
    }
    if (attempt.total !== undefined && file.bytes !== attempt.total) {
      throw new Transient(`${url.host} ended ${what} after ${file.bytes} of ${attempt.total} bytes`);
    }
    return "whole";
  } finally {
    answer.close();
  }
}

/** Requests a range only if `If-Range` can guarantee that it belongs to the same response. */
function headersFor({ validators }: DownloadRequest, file: PartialFile, attempt: Attempt): Record<string, string> {
  // Transfer compression is removed here; a file that is itself compressed arrives unchanged.
  const headers: Record<string, string> = { "Accept-Encoding": "gzip, zstd" };
  if (file.bytes > 0) {
    const { etag, lastModified } = attempt.validators;
    const validator = etag !== undefined && !etag.startsWith("W/") ? etag : lastModified;
    if (validator !== undefined) return { ...headers, Range: `bytes=${file.bytes}-`, "If-Range": validator };
    return headers;
  }
  if (validators?.etag !== undefined) headers["If-None-Match"] = validators.etag;
  if (validators?.lastModified !== undefined) headers["If-Modified-Since"] = validators.lastModified;
  return headers;
}

/** Destination of the response's bytes; undefined if nothing is newer. Throws `Transient` and `Failure`. */
async function accept(
  answer: HttpAnswer,
  { what, url, validators }: DownloadRequest,
  file: PartialFile,
  attempt: Attempt,
): Promise<number | undefined> {
  const { status, headers } = answer;
  if (status === 304 && validators !== undefined) return undefined;
  const length = Number(headers["content-length"] ?? Number.NaN);
  if (status === 206 && file.bytes > 0) {
    const [, start, total] = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers["content-range"] ?? "") ?? [];
    if (
      Number(start) === file.bytes &&
      (attempt.total === undefined || total === "*" || Number(total) === attempt.total)
    ) {
      return file.bytes;
    }
    await startOver(file, attempt);
    throw new Transient(`${url.host} was asked for the rest of ${what} and sends another part`);
  }
  if (status === 416) {
    const past = file.bytes;
    await startOver(file, attempt);
    throw new Transient(`${url.host} says that ${what} has no byte ${past}`);
  }
  if (status !== 200) throw await refusedAnswer(answer, what);
  if (/^text\/html\b/i.test(headers["content-type"] ?? "")) throw webPage(what, url);
  await startOver(file, attempt);
  attempt.total = Number.isNaN(length) ? undefined : length;
  attempt.encoding = headers["content-encoding"]?.trim().toLowerCase();
  attempt.digests = answerDigests(headers);
  attempt.validators = {
    ...(headers.etag !== undefined && { etag: headers.etag }),
    ...(headers["last-modified"] !== undefined && { lastModified: headers["last-modified"] }),
  };
  return 0;
}

async function startOver(file: PartialFile, attempt: Attempt): Promise<void> {
  await file.restart();
  attempt.mark = 0;
  attempt.validators = {};
  attempt.total = undefined;
}

/** Verifies the digests, and decompresses the file. */
async function finish(request: DownloadRequest, file: PartialFile, attempt: Attempt): Promise<Downloaded> {
  const { what, url } = request;
  for (const { algorithm, base64 } of attempt.digests ?? []) {
    if (file.digest(algorithm) === base64) continue;
    throw new Failure("bad-advisories", `${url.host} gives ${what} with another ${algorithm} than its answer tells.`, {
      hint: "It was damaged on the way: run it again, or use another mirror.",
    });
  }
  const { validators, encoding } = attempt;
  const sha256 = Buffer.from(file.digest("sha256"), "base64").toString("hex");
  const { bytes } = file;
  await file.keep();
  if (encoding === undefined || encoding === "" || encoding === "identity") {
    return { kind: "file", bytes, sha256, validators };
  }
  const unpacked = `${request.file}.unpacked`;
  try {
    const decoded = await decodeFile(request.file, unpacked, {
      encoding,
      what,
      host: url.host,
      maxBytes: request.maxBytes,
    });
    await rename(unpacked, request.file);
    return { kind: "file", ...decoded, validators };
  } catch (error) {
    await rm(request.file, { force: true });
    throw error;
  }
}

function tooSlow({ what, url, totalMs }: DownloadRequest, bytes: number, total: number | undefined): Failure {
  const of = total === undefined ? "" : ` of ${total}`;
  return new Failure(
    "advisories-unreachable",
    `${url.host} gave ${bytes}${of} bytes of ${what} in ${Math.round(totalMs / 1000)} s, which is all the time it has.`,
    { hint: "Try again later, use a nearer mirror (--mirror), or give it longer with --timeout." },
  );
}
