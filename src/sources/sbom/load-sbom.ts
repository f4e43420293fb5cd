import { basename, dirname } from "node:path";
import type { Sbom } from "../../domain/image/sbom.ts";
import { openNamedFile, readNamed } from "../files/read-named.ts";
import { refusalFailure } from "../files/refused.ts";
import { badSbom } from "../../formats/sbom/bad-sbom.ts";
import { readSbom } from "../../formats/sbom/read-sbom.ts";

/** Maximum bytes of an SBOM; the largest known ones have 200 MB. */
const mostBytes = 1024 * 1024 * 1024;

/** Number of bytes that distinguish an SBOM from an image. */
const headBytes = 512;

/** The SBOM in a file; `name` is the user's name for it. Throws `Failure` (`no-such-file`, `unreadable`, `bad-sbom`). */
export async function loadSbom(path: string, name: string): Promise<Sbom> {
  const read = readNamed(basename(path), dirname(path), mostBytes);
  if ("refused" in read) throw refusalFailure(name, read);
  return readSbom(read.bytes, name);
}

/** The SBOM in a stream such as standard input. Throws `Failure` (`bad-sbom`). */
export async function streamedSbom(stream: AsyncIterable<Uint8Array>, name: string): Promise<Sbom> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of stream) {
    size += part.length;
    if (size > mostBytes) throw badSbom(name, "it has more than 1 GB");
    parts.push(part);
  }
  return readSbom(Buffer.concat(parts), name);
}

/** Whether a file looks like text that could be an SBOM, rather than an archive. Throws `Failure` (`no-such-file`, `unreadable`). */
export async function looksLikeSbom(path: string, name: string): Promise<boolean> {
  const opened = await openNamedFile(path);
  if ("refused" in opened) throw refusalFailure(name, opened);
  await using file = opened;
  const { bytesRead, buffer } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
  const head = buffer.subarray(0, bytesRead);
  // A byte order mark of UTF-16: no archive starts with it.
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) return true;
  return bytesRead > 0 && !head.includes(0) && /^\uFEFF?\s*(?:[{<#]|pkg:|SPDXVersion:)/i.test(head.toString("utf8"));
}
