import { statSync } from "node:fs";
import { basename, resolve } from "node:path";
import { createGunzip } from "node:zlib";
import { Failure } from "../../domain/failure.ts";
import type { ReadSource } from "../../facts/requests/own-requests.ts";
import bruno from "../../formats/requests/bruno.ts";
import { requestSources } from "../../formats/requests/index.ts";
import type { RequestReader } from "../../formats/requests/request-source.ts";
import { walkFolder } from "../../sources/files/folder-walk.ts";
import { openNamedFile, readNamed } from "../../sources/files/read-named.ts";
import { refusalFailure } from "../../sources/files/refused.ts";
import { withinTime } from "../../sources/bounded/time-limit.ts";
import type { Context } from "../context.ts";

/** Of a file, unpacked: recordings of a day have a tenth of it, and ten million lines of a log two. */
const maxBytes = 8e9;
const headLength = 8192;
const finishMs = 60_000;
const maxFolderFiles = 5000;
const maxFolderBytes = 15 * 1000 * 1000;

/** Reads each file in the format that recognizes it. Throws `Failure` (`bad-usage`, `no-such-file`, `unreadable`). */
export async function readSources(files: readonly string[], context: Context): Promise<ReadSource[]> {
  const sources: ReadSource[] = [];
  for (const file of files) {
    context.progress({ stage: "find", message: `reads ${file}` });
    sources.push(isFolder(resolve(context.cwd, file)) ? readFolder(file, context) : await readSource(file, context));
  }
  return sources;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** A Bruno collection: its files in the order of the folders, and in each by `seq`, as one text. Throws `Failure` (`bad-usage`) where it has none. */
function readFolder(folder: string, context: Context): ReadSource {
  const root = resolve(context.cwd, folder);
  const files: { readonly folder: string; readonly rank: number; readonly text: string }[] = [];
  let bytes = 0;
  // Which of the environments is meant no file says.
  for (const { folder: inner, name } of walkFolder(
    root,
    (path) => !/\/(?:environments|node_modules|\..*)$/u.test(path),
  )) {
    if (!String(name).endsWith(".bru") || files.length >= maxFolderFiles || bytes > maxFolderBytes) continue;
    const read = readNamed(`${root}${inner}/${String(name)}`, root, maxFolderBytes);
    if ("refused" in read) continue;
    const text = read.bytes.toString("utf8");
    bytes += text.length;
    const isShared = /^(?:folder|collection)\.bru$/u.test(String(name));
    files.push({ folder: inner, rank: isShared ? -1 : Number(/^ {0,4}seq: (\d{1,6})/mu.exec(text)?.[1] ?? 0), text });
  }
  if (files.length === 0)
    throw new Failure("bad-usage", `${folder} is a folder without requests`, {
      hint: "Name a file, or the folder of a Bruno collection (.bru).",
    });
  const inOrder = files.toSorted((a, b) => (a.folder < b.folder ? -1 : a.folder > b.folder ? 1 : a.rank - b.rank));
  // A folder without settings has none of the one before it.
  const texts = inOrder.map(({ folder: inner, text }, at) =>
    inner !== "" && inner !== inOrder[at - 1]?.folder ? `meta {\n  type: folder\n}\n${text}` : text,
  );
  const reader = bruno.open(folder);
  reader.push(Buffer.from(texts.join("\n")));
  return { file: folder, ...reader.finish() };
}

async function readSource(file: string, context: Context): Promise<ReadSource> {
  const handle = await openNamedFile(resolve(context.cwd, file));
  if ("refused" in handle) throw refusalFailure(file, handle);
  const stream = handle.createReadStream({ highWaterMark: 1024 * 1024 });
  const unpacked = file.endsWith(".gz") ? stream.pipe(createGunzip()) : stream;
  if (unpacked !== stream) stream.on("error", (error) => unpacked.destroy(error));
  const waiting: Buffer[] = [];
  let [bytes, waitingBytes] = [0, 0];
  let reader: RequestReader | undefined;
  const start = () => {
    reader = readerOf(file, Buffer.concat(waiting));
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
  return { file, ...withinTime(finishMs, file, () => (reader as RequestReader).finish()) };
}

function readerOf(file: string, bytes: Buffer): RequestReader {
  const head = bytes.toString("utf8", 0, headLength).replace(/^\uFEFF/u, "");
  const bySpecificity = requestSources.toSorted((a, b) => Number(a.isVague ?? false) - Number(b.isVague ?? false));
  const source = bySpecificity.find((one) => one.recognizes(basename(file), head));
  if (source !== undefined) return source.open(file);
  throw new Failure("bad-usage", `${file} is in no known format of requests`, {
    hint: `Known are: ${requestSources.map(({ title }) => title).join("; ")}.`,
  });
}

/** Never text of the file. */
function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "it is damaged";
}
