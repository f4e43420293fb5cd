import { compareDigits } from "./compare-digits.ts";
import { compareText } from "../text/compare-text.ts";
import type { Sign, VersionOrder } from "./version-order.ts";

/**
 * Alpine, Wolfi, Chainguard: `number{.number}{letter}{_suffix{number}}{~hash}{-r#}` (apk-package(5), "pkgver";
 * apk-tools, src/version.c). A version with invalid text is ordered by the valid part before it, and precedes that part
 * alone.
 */
const apk: VersionOrder = {
  scheme: "apk",
  compare(a, b) {
    const left = a.trim();
    const right = b.trim();
    return left === "" || right === "" || /\s/.test(left) || /\s/.test(right) ? undefined : compareApk(left, right);
  },
  accepts(version) {
    const tokens = tokensOf(version.trim());
    let last: Token;
    do last = tokens();
    while (last.kind < end);
    return last.kind === end;
  },
};
export default apk;

/** In the order in which they may follow each other. Where versions differ in kind, the one with the later kind comes first. */
const initial = 0;
const number = 1;
const letter = 2;
const suffix = 3;
const suffixNumber = 4;
const hash = 5;
const revision = 6;
const end = 7;
const invalid = 8;

interface Token {
  readonly kind: number;
  readonly value: string;
}

const beforeRelease = ["alpha", "beta", "pre", "rc"];
const suffixes = [...beforeRelease, "cvs", "svn", "git", "hg", "p"];

function compareApk(a: string, b: string): Sign {
  const left = tokensOf(a);
  const right = tokensOf(b);
  for (;;) {
    const l = left();
    const r = right();
    if (l.kind === r.kind) {
      const order = compareTokens(l, r);
      if (order !== 0 || l.kind >= end) return order;
      continue;
    }
    if (l.kind === suffix && beforeRelease.includes(l.value)) return -1;
    if (r.kind === suffix && beforeRelease.includes(r.value)) return 1;
    return l.kind > r.kind ? -1 : 1;
  }
}

function compareTokens({ kind, value }: Token, otherToken: Token): Sign {
  // A leading zero makes it a fraction, as in Gentoo: 1.05 before 1.1.
  const isText = kind === number && (value.startsWith("0") || otherToken.value.startsWith("0"));
  if (isText || kind === letter || kind === hash || kind === invalid) return compareText(value, otherToken.value);
  if (kind === suffix) return Math.sign(suffixes.indexOf(value) - suffixes.indexOf(otherToken.value)) as Sign;
  return compareDigits(value, otherToken.value);
}

const forms: readonly { readonly kind: number; readonly form: RegExp; readonly after: readonly number[] }[] = [
  { kind: number, form: /\.([0-9]+)/y, after: [initial, number] },
  // `9.9p1`: apk-tools before 3 took it, and Alpine's data have it.
  { kind: number, form: /([0-9]+)/y, after: [letter] },
  { kind: letter, form: /([a-z])/y, after: [initial, number] },
  {
    kind: suffix,
    form: /_(alpha|beta|pre|rc|cvs|svn|git|hg|p)(?![a-z])/y,
    after: [initial, number, letter, suffix, suffixNumber],
  },
  { kind: suffixNumber, form: /([0-9]+)/y, after: [suffix] },
  { kind: hash, form: /~([0-9a-f]+)/y, after: [initial, number, letter, suffix, suffixNumber] },
  { kind: revision, form: /-r([0-9]*)(?![^-])/y, after: [initial, number, letter, suffix, suffixNumber, hash] },
];

/** One token a call; the last one again and again. */
function tokensOf(text: string): () => Token {
  let at = 0;
  let last: Token | undefined;
  return () => {
    last = last === undefined ? first() : last.kind >= end ? last : next(last.kind);
    return last;
  };

  function first(): Token {
    const value = /^[0-9]*/.exec(text)?.[0] ?? "";
    at = value.length;
    return value === "" ? rest() : { kind: initial, value };
  }

  function next(previous: number): Token {
    if (at === text.length) return { kind: end, value: "" };
    for (const { kind, form, after } of forms) {
      form.lastIndex = at;
      const match = after.includes(previous) ? form.exec(text) : null;
      if (match === null) continue;
      at = form.lastIndex;
      return { kind, value: match[1] ?? "" };
    }
    return rest();
  }

  /** What hangs behind a hyphen is not looked at. */
  function rest(): Token {
    return { kind: invalid, value: text.slice(at).replace(/-[^]*$/, "") };
  }
}
