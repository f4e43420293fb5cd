/** Letters of a keyword that the search looks at; a shorter one is completed by every letter that may follow. */
const window = 4;
const furthest = window - 1;
const followers = "0123456789abcdefghijklmnopqrstuvwxyz_-".split("");

/** Called with the index of a keyword and the offset of its first byte; false ends the search. */
export type OnKeyword = (keyword: number, at: number) => boolean;

/**
 * Finds many keywords (ASCII, lower case, three letters or more) in bytes in one pass, whatever the case of the text: Wu and
 * Manber, "A fast algorithm for multi-pattern searching" (1994), with blocks of two bytes. Most blocks are in no keyword, and three
 * bytes are skipped at a time.
 */
export function keywordSearch(keywords: readonly string[]): (bytes: Uint8Array, found: OnKeyword) => void {
  const skips = new Uint8Array(65_536).fill(furthest);
  // Bucket of the folded first letters, by hash; 0 is none.
  const buckets = new Uint16Array(65_536);
  const lists: number[][] = [[]];
  const folded = keywords.map((keyword) => Uint8Array.from(keyword, (letter) => letter.charCodeAt(0) | 0x20));
  for (const [index, keyword] of keywords.entries()) {
    const starts = keyword.length >= window ? [keyword.slice(0, window)] : followers.map((letter) => keyword + letter);
    for (const start of starts) {
      noteSkips(skips, start);
      const hash = hashAt(
        Uint8Array.from(start, (letter) => letter.charCodeAt(0)),
        0,
      );
      if (buckets[hash] === 0) buckets[hash] = lists.push([]) - 1;
      const list = lists[buckets[hash] ?? 0];
      if (list?.includes(index) === false) list.push(index);
    }
  }
  return (bytes, found) => {
    const last = bytes.length - window;
    let at = 0;
    while (at <= last) {
      const skip = skips[((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0)] ?? 1;
      if (skip !== 0) {
        at += skip;
        continue;
      }
      const bucket = buckets[hashAt(bytes, at)] ?? 0;
      if (bucket !== 0) {
        for (const index of lists[bucket] ?? []) {
          const keyword = folded[index];
          if (keyword !== undefined && standsAt(bytes, at, keyword) && !found(index, at)) return;
        }
      }
      at++;
    }
  };
}

function noteSkips(skips: Uint8Array, start: string): void {
  for (let at = 0; at + 1 < window; at++) {
    for (const first of casesOf(start.charCodeAt(at))) {
      for (const second of casesOf(start.charCodeAt(at + 1))) {
        const block = (first << 8) | second;
        skips[block] = Math.min(skips[block] ?? 0, furthest - 1 - at);
      }
    }
  }
}

function casesOf(code: number): readonly number[] {
  return code >= 0x61 && code <= 0x7a ? [code, code - 0x20] : [code];
}

/** 0x20 tells upper from lower case; signs that it folds together are told apart by the pattern. */
function hashAt(bytes: Uint8Array, at: number): number {
  const word =
    (bytes[at] ?? 0) |
    ((bytes[at + 1] ?? 0) << 8) |
    ((bytes[at + 2] ?? 0) << 16) |
    ((bytes[at + 3] ?? 0) << 24) |
    0x20202020;
  return Math.imul(word, 0x9e3779b1) >>> 16;
}

function standsAt(bytes: Uint8Array, at: number, keyword: Uint8Array): boolean {
  if (at + keyword.length > bytes.length) return false;
  for (let index = 0; index < keyword.length; index++) {
    if (((bytes[at + index] ?? 0) | 0x20) !== keyword[index]) return false;
  }
  return true;
}
