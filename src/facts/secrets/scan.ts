import type { Severity } from "../../domain/finding/finding.ts";
import { allowed } from "./allowed.ts";
import type { Detector } from "./detectors/detector.ts";
import { detectorFamilies } from "./detectors/index.ts";
import { entropy } from "./entropy.ts";
import { keywordSearch, type OnKeyword } from "./keyword-search.ts";
import { mask } from "./mask.ts";

export const detectors: readonly Detector[] = detectorFamilies.flat();

const titles = new Map(detectors.map(({ kind, title }) => [kind, title]));

/** The kind itself for one that a cache knows from another version. */
export function titleOf(kind: string): string {
  return titles.get(kind) ?? kind;
}

/** A secret in a text, masked. Offsets and lengths are bytes. */
export interface Hit {
  readonly kind: string;
  readonly severity: Severity;
  readonly masked: string;
  readonly at: number;
  /** Where the secret ends, as far as it was read: of a private key only the start is. */
  readonly end: number;
  readonly form: "token" | "key";
}

/** Bytes before a keyword that a pattern may look back at. */
const lookBehindBytes = 128;
const usualReach = 512;
/** A text of keywords only would cost seconds; a file of 5 MB that is written by people has a tenth of so many. */
const mostPlaces = 100_000;
/** One file with more is one finding all the same. */
const mostHits = 100;

interface Search {
  readonly run: (bytes: Uint8Array, found: OnKeyword) => void;
  /** For each keyword: who looks at it, and how far any of them reaches. */
  readonly lookers: readonly { readonly detectors: readonly Detector[]; readonly reach: number }[];
  /** Those that look at the start of a file. */
  readonly first: readonly Detector[];
}

// Made when first needed.
let searches: { readonly everywhere: Search; readonly inAnyFile: Search } | undefined;
const withNames = detectors.flatMap(({ onlyNamed }) => onlyNamed ?? []);

function searchFor(those: readonly Detector[]): Search {
  const byKeyword = new Map<string, Detector[]>();
  for (const detector of those) {
    for (const keyword of new Set(detector.keywords)) {
      const list = byKeyword.get(keyword);
      if (list === undefined) byKeyword.set(keyword, [detector]);
      else list.push(detector);
    }
  }
  return {
    run: keywordSearch([...byKeyword.keys()]),
    lookers: [...byKeyword.values()].map((list) => ({
      detectors: list,
      reach: Math.max(...list.map(({ reach = usualReach }) => reach)),
    })),
    first: those.filter(({ keywords }) => keywords.length === 0),
  };
}

interface Match {
  readonly detector: Detector;
  readonly start: number;
  readonly end: number;
  readonly secretAt: number;
  readonly secretEnd: number;
  readonly told: Pick<Hit, "kind" | "severity" | "masked">;
}

/**
 * Secrets in bytes of ASCII or any encoding that extends it, by their place. `path` is the file's, absolute; without one no
 * detector that asks for a file's name looks. Throws `Error` when there are too many places to look at.
 */
export function scan(bytes: Uint8Array, path: string | undefined): Hit[] {
  const isNamedPath = path !== undefined && withNames.some((names) => names.test(path));
  searches ??= {
    everywhere: searchFor(detectors.filter(({ onlyNamed }) => onlyNamed === undefined)),
    inAnyFile: searchFor(detectors),
  };
  const search = isNamedPath ? searches.inAnyFile : searches.everywhere;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const matches: Match[] = [];
  let places = 0;
  const tryAll = (those: readonly Detector[], at: number, reach: number): void => {
    const from = Math.max(0, at - lookBehindBytes);
    const part = text.toString("latin1", from, Math.min(text.length, at + reach));
    for (const detector of those) {
      if (detector.onlyNamed !== undefined && (path === undefined || !detector.onlyNamed.test(path))) continue;
      const match = matchAt(detector, part, at - from, path);
      if (match !== undefined) matches.push(moved(match, from));
    }
  };
  if (isNamedPath && bytes.length > 0) tryAll(search.first, 0, usualReach);
  search.run(bytes, (keyword, at) => {
    if (++places > mostPlaces) throw new Error(`more than ${mostPlaces} places in it could be secrets`);
    const looker = search.lookers[keyword];
    if (looker !== undefined) tryAll(looker.detectors, at, looker.reach);
    // Several may find the same.
    return matches.length < mostHits * 4;
  });
  return withoutOverlaps(matches).slice(0, mostHits);
}

function matchAt(detector: Detector, part: string, at: number, path: string | undefined): Match | undefined {
  const { pattern, minEntropy = 0, accepts, shown, kind, severity } = detector;
  pattern.lastIndex = at;
  const match = pattern.exec(part);
  if (match === null) return undefined;
  const whole = match[0];
  const secret = match.groups?.["secret"] ?? whole;
  if (entropy(secret) < minEntropy || accepts?.(secret, whole) === false) return undefined;
  const allowance = allowed(path ?? "", detector, secret);
  if (allowance === "silent") return undefined;
  // A key is found at its BEGIN.
  const secretAt = shown === undefined ? whole.lastIndexOf(secret) : 0;
  return {
    detector,
    start: at,
    end: at + whole.length,
    secretAt: at + secretAt,
    secretEnd: at + (shown === undefined ? secretAt + secret.length : whole.length),
    told: { kind, severity: allowance ?? severity, masked: shown?.(whole) ?? mask(secret) },
  };
}

/** Of matches that share bytes the surest is kept, and of equals the one that sees most. By place. */
function withoutOverlaps(matches: readonly Match[]): Hit[] {
  const kept: Match[] = [];
  for (const match of matches.toSorted((a, b) => rank(a) - rank(b) || b.end - b.start - (a.end - a.start))) {
    if (kept.every(({ start, end }) => match.end <= start || match.start >= end)) kept.push(match);
  }
  return kept
    .map(({ told, secretAt, secretEnd, detector }): Hit => ({
      ...told,
      at: secretAt,
      end: secretEnd,
      form: detector.shown === undefined ? "token" : "key",
    }))
    .sort((a, b) => a.at - b.at);
}

function moved(match: Match, by: number): Match {
  const { start, end, secretAt, secretEnd } = match;
  return { ...match, start: start + by, end: end + by, secretAt: secretAt + by, secretEnd: secretEnd + by };
}

function rank({ detector: { by, onlyNamed } }: Match): number {
  const sure = by === undefined ? 0 : by === "place" ? 2 : 4;
  return onlyNamed === undefined ? sure + 1 : sure;
}
