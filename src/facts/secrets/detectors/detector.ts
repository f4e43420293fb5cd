import type { Severity } from "../../../domain/finding/finding.ts";

/**
 * One form of secret. `pattern` is sticky and tried only where one of `keywords` stands, so a text costs one pass over its bytes
 * whatever the number of detectors. Every repetition in it is bounded: a hostile text costs a bounded number of steps a keyword.
 */
export interface Detector {
  /** Unique, stable, in reports: `github-token`. */
  readonly kind: string;
  readonly title: string;
  /** What `pattern` begins with, three letters or more. In lower case it stands for any case, with a capital for itself alone. */
  readonly keywords: readonly string[];
  /** Its group `secret` is the secret; the whole match when it has none. */
  readonly pattern: RegExp;
  /** Bits a character (Shannon) that the secret must have. */
  readonly minEntropy?: number;
  /** Checksums, structure: what an expression cannot say. Sees the secret and the whole match. */
  readonly accepts?: (secret: string, match: string) => boolean;
  /** Absolute paths in which it looks; everywhere when absent. */
  readonly onlyNamed?: RegExp;
  /**
   * What tells the secret: its own form when absent, the place it stands in (an address, a login file), or only a name beside it.
   * Where several find the same, form goes before place and place before name; names have the longest allow-list.
   */
  readonly by?: "place" | "name";
  /** What a report shows instead of the first letters: a key's first letters are the same in all keys. */
  readonly shown?: (match: string) => string;
  /** Bytes behind the keyword that the pattern may read; 512 when absent. */
  readonly reach?: number;
  readonly severity: Severity;
  /** Who says what the secret looks like. */
  readonly source: string;
}

export type DetectorFamily = readonly Detector[];

/** What stands between a name and its value: `KEY=v`, `key: v`, `"key": "v"`, `['key'] => 'v'`, `key := "v"`. */
export const assignment = "[\"'\\]]{0,2}[ \\t]{0,4}(?:=>|:=|=|:|,)[ \\t]{0,4}[\"'`]?";

/**
 * A pattern that takes its letters in any case. Letter by letter and not as `(?i:...)`: in a long-lived process V8 13.6 came to match such groups in
 * lower case only.
 */
export function anyCase(pattern: string): string {
  return pattern.replaceAll(/\\.|[a-zA-Z]/g, (part) =>
    part.length > 1 ? part : `[${part.toLowerCase()}${part.toUpperCase()}]`,
  );
}

export function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
}
