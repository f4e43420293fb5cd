/** Letters of a keyword that the search looks at first. */
const window = 4;
const furthest = window - 1;
/** Letters and signs of programs and settings, the most frequent first. */
const frequency = ' etaoinsrlcdpu_m."hgf/-:=bvywkx0123456789jqz';

/** Called with the index of a keyword and the offset of its first byte; false ends the search. */
export type OnKeyword = (keyword: number, at: number) => boolean;

/** A keyword, folded, and how far behind the window's start it begins; negative: the window lies within it. */
interface KeywordPlace {
  readonly index: number;
  readonly letters: Uint8Array;
  readonly offset: number;
}

type Search = (bytes: Uint8Array, found: OnKeyword) => void;

/**
 * Finds many keywords (ASCII, three letters or more) in bytes; one in lower case whatever the case of the text. The tables that find all
 * of them in one pass take longer to make than a few commands and settings take to be searched for each: these are the first `plain` bytes.
 */
export function keywordSearch(keywords: readonly string[], plain = 8_192): Search {
  let left = plain;
  let inOnePass: Search | undefined;
  return (bytes, found) => {
    left -= bytes.length;
    if (left >= 0) searchEach(keywords, bytes, found);
    else (inOnePass ??= tableSearch(keywords))(bytes, found);
  };
}

function searchEach(keywords: readonly string[], bytes: Uint8Array, found: OnKeyword): void {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
  const folded = text.toLowerCase();
  for (const [index, keyword] of keywords.entries()) {
    const where = keyword === keyword.toLowerCase() ? folded : text;
    for (let at = where.indexOf(keyword); at !== -1; at = where.indexOf(keyword, at + 1)) {
      if (!found(index, at)) return;
    }
  }
}

/**
 * Wu and Manber, "A fast algorithm for multi-pattern searching" (1994), with blocks of two bytes. Of each keyword the four letters are
 * looked for that end in the rarest block; three letters stand behind a byte that may be any. Most blocks end no window, and up to
 * three bytes are skipped at a time.
 */
function tableSearch(keywords: readonly string[]): Search {
  const skips = new Uint8Array(1 << 14).fill(furthest);
  // By hash of the window's last three letters; 0 is not one.
  const buckets = new Uint16Array(65_536);
  const lists: KeywordPlace[][] = [[]];
  for (const [index, keyword] of keywords.entries()) {
    const letters = codes(keyword).map((code) => code | 0x20);
    const offset = keyword.length < window ? 1 : -rarest(keyword);
    noteSkips(skips, keyword, offset);
    const hash = hashAt(letters, -offset);
    if (buckets[hash] === 0) buckets[hash] = lists.push([]) - 1;
    lists[buckets[hash] ?? 0]?.push({ index, letters, offset });
  }
  return (bytes, onKeyword) => {
    const last = bytes.length - window;
    // One before the start: a keyword of three letters may stand there.
    let at = -1;
    for (;;) {
      let skip = furthest;
      while (at <= last && (skip = skips[blockOf(bytes[at + 2] ?? 0, bytes[at + 3] ?? 0)] ?? 1) !== 0) at += skip;
      if (at > last) return;
      const bucket = buckets[hashAt(bytes, at)] ?? 0;
      if (bucket !== 0) {
        for (const { index, letters, offset } of lists[bucket] ?? []) {
          if (standsAt(bytes, at + offset, letters) && !onKeyword(index, at + offset)) return;
        }
      }
      at++;
    }
  };
}

function codes(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

/** Where in a keyword the window lies that ends in the rarest two letters. */
function rarest(keyword: string): number {
  let best = 0;
  let most = -1;
  for (let at = 0; at + window <= keyword.length; at++) {
    const rarity = rarityOf(keyword.charAt(at + window - 2)) + rarityOf(keyword.charAt(at + window - 1));
    if (rarity > most) [best, most] = [at, rarity];
  }
  return best;
}

function rarityOf(letter: string): number {
  const at = frequency.indexOf(letter);
  // Capitals and other signs.
  return at === -1 ? frequency.length : at;
}

function noteSkips(skips: Uint8Array, keyword: string, offset: number): void {
  const letters = codes(keyword);
  const casesOf = (code: number | undefined): readonly number[] => {
    if (code === undefined) return anyByte;
    return code >= 0x61 && code <= 0x7a && keyword === keyword.toLowerCase() ? [code, code - 0x20] : [code];
  };
  for (let at = 0; at + 1 < window; at++) {
    for (const first of casesOf(letters[at - offset])) {
      for (const second of casesOf(letters[at + 1 - offset])) {
        const block = blockOf(first, second);
        skips[block] = Math.min(skips[block] ?? 0, furthest - 1 - at);
      }
    }
  }
}

/** Seven bits of each, so that the table stays in the processor's first cache. */
function blockOf(first: number, second: number): number {
  return ((first & 0x7f) << 7) | (second & 0x7f);
}

const anyByte = Array.from({ length: 128 }, (_, code) => code);

/** 0x20 tells upper from lower case; signs that it folds together are told apart by the pattern. */
function hashAt(bytes: Uint8Array, at: number): number {
  const word = (bytes[at + 1] ?? 0) | ((bytes[at + 2] ?? 0) << 8) | ((bytes[at + 3] ?? 0) << 16) | 0x202020;
  return Math.imul(word, 0x9e3779b1) >>> 16;
}

function standsAt(bytes: Uint8Array, at: number, letters: Uint8Array): boolean {
  if (at < 0 || at + letters.length > bytes.length) return false;
  for (let index = 0; index < letters.length; index++) {
    if (((bytes[at + index] ?? 0) | 0x20) !== letters[index]) return false;
  }
  return true;
}
