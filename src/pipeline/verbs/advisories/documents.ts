import { promisify } from "node:util";
import { constants, crc32, gunzip } from "node:zlib";
import { parse as parseYaml } from "yaml";
import { entryBody } from "../../../facts/packages/archive/entry-content.ts";
import { zipEntries } from "../../../facts/packages/archive/zip.ts";
import type { FeedFile } from "../../../sources/advisories/feed-file.ts";
import { memoryBody } from "../../../sources/image/bodies/file-body.ts";
import type { FileBody } from "../../../domain/image/file-body.ts";

/** A value or text in a feed's file, or the reason why there is none. `path`: the publisher's name for it, where known. */
export type FeedDocument =
  | { readonly kind: "value"; readonly path: string; readonly value: unknown }
  | { readonly kind: "text"; readonly path: string; readonly text: string }
  | { readonly kind: "unread"; readonly path: string; readonly why: string };

/** Limit after unpacking: larger than the largest public feed, smaller than the longest text of Node. */
const maxBytes = 400_000_000;
const maxRecordBytes = 64_000_000;
const inflate = promisify(gunzip);

/** All documents of a file, in its order. Throws only what `read` throws. */
export async function* documents(file: FeedFile): AsyncGenerator<FeedDocument> {
  let name = file.name;
  using body = file.body?.();
  if (body !== undefined && isZip(body.read(0, 4))) return yield* zipMembers(body, name);
  let bytes = await file.read();
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    try {
      bytes = await inflate(bytes, { maxOutputLength: maxBytes, finishFlush: constants.Z_FINISH });
    } catch (error) {
      yield { kind: "unread", path: name, why: `it cannot be unpacked: ${(error as Error).message}` };
      return;
    }
    name = name.replace(/\.gz$/, "");
  }
  if (bytes.length > maxBytes) {
    yield { kind: "unread", path: name, why: "it is larger than what is read" };
  } else if (isZip(bytes)) {
    yield* zipMembers(memoryBody(bytes), name);
  } else if (name.endsWith(".jsonl")) {
    yield* jsonLines(bytes, name, (await file.paths?.()) ?? []);
  } else {
    yield* listElements(toDocument(name, bytes.toString("utf8")));
  }
}

/** The first bytes of a member's header, or of the end record of an archive without members (PKWARE APPNOTE.TXT 4.3). */
function isZip(bytes: Uint8Array): boolean {
  const start = Buffer.from(bytes.subarray(0, 4)).toString("latin1");
  return start === "PK\u0003\u0004" || start === "PK\u0005\u0006";
}

function* zipMembers(body: FileBody, name: string): Generator<FeedDocument> {
  // Exports have some hundred thousand records; an archive bomb needs a limit.
  const budget = { bytes: 64 * maxBytes, entries: 5_000_000, archives: 1 };
  const entries = zipEntries(body, budget);
  for (;;) {
    let path = name;
    try {
      const next = entries.next();
      if (next.done === true) return;
      if (next.value.name.endsWith("/")) continue;
      path = `${name}#${next.value.name}`;
      const { crc } = next.value;
      const content = entryBody(body, next.value, maxRecordBytes, budget);
      const bytes = Buffer.from(content.read(0, content.size));
      if (crc32(bytes) !== crc)
        yield { kind: "unread", path, why: "its content has another checksum than its entry says" };
      else yield toDocument(path, bytes.toString("utf8"));
    } catch (error) {
      yield { kind: "unread", path, why: (error as Error).message };
      if (path === name) return;
    }
  }
}

function* jsonLines(bytes: Buffer, name: string, paths: readonly string[]): Generator<FeedDocument> {
  let number = 0;
  for (let start = 0; start < bytes.length; number++) {
    const feed = bytes.indexOf(10, start);
    const end = feed === -1 ? bytes.length : feed;
    const text = bytes.toString("utf8", start, end);
    start = end + 1;
    if (text.trim() === "") continue;
    yield parseJsonDocument(text, paths[number] ?? `${name}:${number + 1}`);
  }
}

/** A file with a list holds one document per element. */
function* listElements(feedDocument: FeedDocument): Generator<FeedDocument> {
  if (feedDocument.kind !== "value" || !Array.isArray(feedDocument.value)) return yield feedDocument;
  for (const [i, value] of (feedDocument.value as unknown[]).entries())
    yield { kind: "value", path: `${feedDocument.path}:${i + 1}`, value };
}

function toDocument(path: string, text: string): FeedDocument {
  if (/\.ya?ml$/.test(path)) return parseYamlDocument(path, text);
  return /^\s*[[{]/.test(text) && !/\.(txt|csv|md|list)$/.test(path)
    ? parseJsonDocument(text, path)
    : { kind: "text", path, text };
}

function parseJsonDocument(text: string, path: string): FeedDocument {
  try {
    return { kind: "value", path, value: JSON.parse(text) as unknown };
  } catch (error) {
    return { kind: "unread", path, why: `it is not JSON: ${(error as Error).message}` };
  }
}

/** Keeps dates and versions as text: "1.10" is not a number. */
function parseYamlDocument(path: string, text: string): FeedDocument {
  try {
    return { kind: "value", path, value: parseYaml(text, { schema: "failsafe", maxAliasCount: 100 }) as unknown };
  } catch (error) {
    return { kind: "unread", path, why: `it is not YAML: ${(error as Error).message}` };
  }
}
