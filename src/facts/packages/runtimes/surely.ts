import type { Place, Program } from "../../../data/programs/program.ts";
import type { FileBody } from "../../../domain/image/file-body.ts";
import type { Section } from "../binary/sections.ts";
import { bufferOf } from "../binary/header.ts";
import { occurrences } from "../binary/search.ts";

/** Of hostile sections, and of places that hold the word as part of another. */
const mostBytes = 128 * 1024 * 1024;
const mostPlaces = 1_000;

/** Programs that are hundreds in one file, which has the names of all. */
const manyInOne = ["BusyBox v", "toybox "];

/**
 * Whether a program with the right base name but an unknown version is the expected one: by the words in it that
 * precede the version, or by its name as a word. A script called `redis`, or another program called `node`, does not.
 */
export function isSurely(body: FileBody, parts: readonly Section[], { name }: Program, place: Place): boolean {
  return has(body, parts, markOf(name, place)) && !manyInOne.some((mark) => has(body, parts, mark));
}

function has(body: FileBody, parts: readonly Section[], mark: string): boolean {
  const pattern = Buffer.from(mark, "latin1");
  let budget = mostBytes;
  let places = 0;
  for (const { offset, size } of parts) {
    const end = offset + Math.min(size, budget);
    budget -= size;
    for (const at of occurrences(body, pattern, offset, end)) {
      if (++places > mostPlaces) return false;
      const surroundingBytes = bufferOf(body.read(Math.max(0, at - 1), pattern.length + 2));
      const previousByte = at === 0 ? 0 : (surroundingBytes[0] ?? 0);
      const nextByte = surroundingBytes[(at === 0 ? 0 : 1) + pattern.length] ?? 0;
      if (!isLetter(previousByte) && !(isLetter(pattern.at(-1)) && isLetter(nextByte))) return true;
    }
    if (budget <= 0) return false;
  }
  return false;
}

/** `OpenVPN ` of `OpenVPN 2.`, where that is the program's name and not a word like any. */
function markOf(name: string, place: Place): string {
  if ("near" in place && typeof place.near === "string") {
    const mark = place.near.replace(/[\d.]{1,8}$/, "");
    if (mark.length >= 4 && mark.toLowerCase().includes(name.slice(0, 3))) return mark;
  }
  return name;
}

function isLetter(byte: number | undefined): boolean {
  return byte !== undefined && ((byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122));
}
