import { basename, resolve } from "node:path";
import { createGunzip } from "node:zlib";
import { Failure } from "../../domain/failure.ts";
import type { ReadSource } from "../../facts/requests/own-requests.ts";
import { requestSources } from "../../formats/requests/index.ts";
import type { RecordedRequest, RequestReader, RequestSource } from "../../formats/requests/request-source.ts";
import { openNamedFile } from "../../sources/files/read-named.ts";
import { refusalFailure } from "../../sources/files/refused.ts";
import { withinTime } from "../../sources/bounded/time-limit.ts";
import type { Context } from "../context.ts";
import { readBrunoFolder } from "./read-bruno-folder.ts";
import { knownSource } from "./known-source.ts";
import { readContainerFile, type WantedContainer } from "./read-container-file.ts";

/** Of a file, unpacked: recordings of a day have a tenth of it, and ten million lines of a log two. */
const maxBytes = 8e9;
const headLength = 8192;
const finishMs = 60_000;

interface OpenedSource {
  /** It holds what persons asked for, so that its words count only where others have them. */
  readonly isLog: boolean;
  finish(isKnown: (word: string) => boolean): ReadSource;
}

/**
 * Reads each file in the format that recognizes it. `words` are the application's; those of documents and of requests that people wrote are added. Throws
 * `Failure` (`bad-usage`, `no-such-file`, `unreadable`).
 */
export async function readSources(
  files: readonly string[],
  words: Set<string>,
  wanted: WantedContainer,
  context: Context,
): Promise<readonly ReadSource[]> {
  const openedSources: OpenedSource[] = [];
  for (const file of files) {
    context.progress({ stage: "find", message: `reads ${file}` });
    const source = knownSource(file) ?? (await readContainerFile(file, wanted, context));
    openedSources.push(source === undefined ? await openSource(file, context) : { isLog: false, finish: () => source });
  }
  const readings = new Map<OpenedSource, ReadSource>();
  for (const opened of openedSources.toSorted((a, b) => Number(a.isLog) - Number(b.isLog))) {
    const source = opened.finish((word) => words.has(word));
    readings.set(opened, source);
    for (const request of source.requests)
      if (request.values !== "recorded") for (const word of wordsOf(request)) words.add(word);
  }
  return openedSources.flatMap((opened) => readings.get(opened) ?? []);
}

function wordsOf({ target, body }: RecordedRequest): string[] {
  const text = body !== undefined && "text" in body ? body.text : "";
  return `${target} ${text}`.split(/[^\w-]+/u);
}

async function openSource(file: string, context: Context): Promise<OpenedSource> {
  const handle = await openNamedFile(resolve(context.cwd, file));
  if ("refused" in handle && handle.refused === "folder")
    return { isLog: false, finish: () => readBrunoFolder(file, context.cwd) };
  if ("refused" in handle) throw refusalFailure(file, handle);
  const stream = handle.createReadStream({ highWaterMark: 1024 * 1024 });
  const unpacked = file.endsWith(".gz") ? stream.pipe(createGunzip()) : stream;
  if (unpacked !== stream) stream.on("error", (error) => unpacked.destroy(error));
  const waiting: Buffer[] = [];
  let [bytes, waitingBytes] = [0, 0];
  let source: RequestSource | undefined;
  let reader: RequestReader | undefined;
  const start = () => {
    source = sourceOf(file, Buffer.concat(waiting));
    reader = source.open(file);
    for (const chunk of waiting.splice(0)) reader.push(chunk);
  };
  try {
    for await (const chunk of unpacked as AsyncIterable<Buffer>) {
      context.signal?.throwIfAborted();
      bytes += chunk.length;
      if (bytes > maxBytes)
        throw new Failure("bad-usage", `${file} has more than 8 GB`, { hint: "Name a part of it." });
      if (reader !== undefined) reader.push(chunk);
      else {
        waiting.push(chunk);
        waitingBytes += chunk.length;
        if (waitingBytes >= headLength) start();
      }
    }
  } catch (error) {
    if (context.signal?.aborted === true || error instanceof Failure) throw error;
    throw new Failure("unreadable", `${file} can't be read to its end: ${codeOf(error)}`, {
      hint: "Check that it is whole, and a gzip file if its name ends in .gz.",
    });
  }
  if (reader === undefined) start();
  return {
    isLog: (source as unknown as RequestSource).isLog ?? false,
    finish: (isKnown) => ({ file, ...withinTime(finishMs, file, () => (reader as RequestReader).finish(isKnown)) }),
  };
}

function sourceOf(file: string, bytes: Buffer): RequestSource {
  const head = bytes.toString("utf8", 0, headLength).replace(/^\uFEFF/u, "");
  const bySpecificity = requestSources.toSorted((a, b) => Number(a.isVague ?? false) - Number(b.isVague ?? false));
  const source = bySpecificity.find((one) => one.recognizes(basename(file), head));
  if (source !== undefined) return source;
  throw new Failure("bad-usage", `${file} is in no known format of requests`, {
    hint: `Known are: ${requestSources.map(({ title }) => title).join("; ")}; health checks in a Compose file, a manifest, a Quadlet unit or a Dockerfile.`,
  });
}

/** Never text of the file. */
function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "it is damaged";
}
