import { promisify } from "node:util";
import { constants, crc32, gunzip } from "node:zlib";
import { parse as parseYaml } from "yaml";
import { entryBody } from "../../facts/packages/archive/entry-content.ts";
import { zipEntries } from "../../facts/packages/archive/zip.ts";
import type { FeedFile } from "../../sources/advisories/feed-file.ts";
import { memoryBody } from "../../sources/image/bodies/file-body.ts";
import type { FileBody } from "../../domain/image/file-body.ts";

/** A value or text within a feed's file, or why there is none. `path`: as its publisher calls it, where that is known. */
export type FeedDocument =
  | { readonly kind: "value"; readonly path: string; readonly value: unknown }
  | { readonly kind: "text"; readonly path: string; readonly text: string }
  | { readonly kind: "unread"; readonly path: string; readonly why: string };

/** Unpacked: larger than the largest public feed, smaller than what Node can hold as one text. */
const mostBytes = 400_000_000;
const mostInRecord = 64_000_000;
const inflate = promisify(gunzip);

/** All documents of a file, in its order. Throws only what `read` throws. */
export async function* documents(file: FeedFile): AsyncGenerator<FeedDocument> {
  let name = file.name;
  using body = file.body?.();
  if (body !== undefined && isZip(body.read(0, 4))) return yield* members(body, name);
  let bytes = await file.read();
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    try {
      bytes = await inflate(bytes, { maxOutputLength: mostBytes, finishFlush: constants.Z_FINISH });
    } catch (error) {
      yield { kind: "unread", path: name, why: `it cannot be unpacked: ${(error as Error).message}` };
      return;
    }
    name = name.replace(/\.gz$/, "");
  }
  if (bytes.length > mostBytes) {
    yield { kind: "unread", path: name, why: "it is larger than what is read" };
  } else if (isZip(bytes)) {
    yield* members(memoryBody(bytes), name);
  } else if (name.endsWith(".jsonl")) {
    yield* lines(bytes, name, (await file.paths?.()) ?? []);
  } else {
    yield* elements(document(name, bytes.toString("utf8")));
  }
}

/** The first bytes of a member's header, or of the end record of an archive without members (PKWARE APPNOTE.TXT 4.3). */
function isZip(bytes: Uint8Array): boolean {
  const start = Buffer.from(bytes.subarray(0, 4)).toString("latin1");
  return start === "PK\u0003\u0004" || start === "PK\u0005\u0006";
}

function* members(body: FileBody, name: string): Generator<FeedDocument> {
  // Exports have some hundred thousand records; a bomb has to stop somewhere.
  const budget = { bytes: 64 * mostBytes, entries: 5_000_000, archives: 1 };
  const entries = zipEntries(body, budget);
  for (;;) {
    let path = name;
    try {
      const next = entries.next();
      if (next.done === true) return;
      if (next.value.name.endsWith("/")) continue;
      path = `${name}#${next.value.name}`;
      const { crc } = next.value;
      const content = entryBody(body, next.value, mostInRecord, budget);
      const bytes = Buffer.from(content.read(0, content.size));
      if (crc32(bytes) !== crc)
        yield { kind: "unread", path, why: "its content has another checksum than its entry says" };
      else yield document(path, bytes.toString("utf8"));
    } catch (error) {
      yield { kind: "unread", path, why: (error as Error).message };
      if (path === name) return;
    }
  }
}

function* lines(bytes: Buffer, name: string, paths: readonly string[]): Generator<FeedDocument> {
  let number = 0;
  for (let start = 0; start < bytes.length; number++) {
    const feed = bytes.indexOf(10, start);
    const end = feed === -1 ? bytes.length : feed;
    const text = bytes.toString("utf8", start, end);
    start = end + 1;
    if (text.trim() === "") continue;
    yield json(text, paths[number] ?? `${name}:${number + 1}`);
  }
}

/** A file that is a list holds as many documents. */
function* elements(one: FeedDocument): Generator<FeedDocument> {
  if (one.kind !== "value" || !Array.isArray(one.value)) return yield one;
  for (const [i, value] of (one.value as unknown[]).entries())
    yield { kind: "value", path: `${one.path}:${i + 1}`, value };
}

function document(path: string, text: string): FeedDocument {
  if (/\.ya?ml$/.test(path)) return yaml(path, text);
  return /^\s*[[{]/.test(text) && !/\.(txt|csv|md|list)$/.test(path) ? json(text, path) : { kind: "text", path, text };
}

function json(text: string, path: string): FeedDocument {
  try {
    return { kind: "value", path, value: JSON.parse(text) as unknown };
  } catch (error) {
    return { kind: "unread", path, why: `it is not JSON: ${(error as Error).message}` };
  }
}

/** Dates and versions stay texts: "1.10" is no number. */
function yaml(path: string, text: string): FeedDocument {
  try {
    return { kind: "value", path, value: parseYaml(text, { schema: "failsafe", maxAliasCount: 100 }) as unknown };
  } catch (error) {
    return { kind: "unread", path, why: `it is not YAML: ${(error as Error).message}` };
  }
}
