import { scopeOf, type Scope } from "./scope.ts";
import type { Masker, SecretValue } from "./secret-value.ts";

interface KnownForm {
  scope: Scope;
  readonly behind: Set<string>;
  readonly shown: string;
}

/** Longer values are known by parts of this length, so that the work for a text doesn't grow with what a file calls a secret. */
const longestPart = 200;
/** Letters that a look-up begins with. */
const head = 2;
/** Characters between a name and its value: `": "`, ` = '`. */
const mostBetween = 8;
/** Of a value that a message cuts off so many letters tell what it was. */
const leastCut = 4;

const unchanged: Masker = (text) => text;

/** Masks the values in texts: in one pass, the longest first, as they were found, and in capitals or small letters, which names are turned into. */
export function createMasker(values: readonly SecretValue[]): Masker {
  const formsByText = new Map<string, KnownForm>();
  for (const secretValue of values) for (const form of formsOf(secretValue.value)) note(formsByText, form, secretValue);
  if (formsByText.size === 0) return unchanged;
  const lengths = lengthsByHead(formsByText.keys());
  const letters = new Set([...formsByText.keys()].map((form) => form.charCodeAt(0)));
  const cutOff = cutFinder(formsByText);

  function longestAt(text: string, at: number): { readonly end: number; readonly shown: string } | undefined {
    for (const length of lengths.get(text.slice(at, at + head)) ?? []) {
      const one = formsByText.get(text.slice(at, at + length));
      if (one !== undefined && counts(one, text, at, at + length)) return { end: at + length, shown: one.shown };
    }
    return undefined;
  }

  return (text) => {
    let masked = "";
    let position = 0;
    let end = 0;
    for (let at = 0; at + head <= text.length; at++) {
      if (!letters.has(text.charCodeAt(at))) continue;
      const found = longestAt(text, at) ?? cutOff(text, at);
      if (found === undefined) continue;
      // Of values that overlap no part is left.
      if (at > end || end === 0) masked += text.slice(position, at) + found.shown;
      end = Math.max(end, found.end);
      position = end;
    }
    return position === 0 ? text : masked + text.slice(position);
  };
}

function formsOf(value: string): ReadonlySet<string> {
  const parts = value
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line.length >= head)
    .flatMap(partsOf);
  return new Set(parts.flatMap((part) => [part, part.toUpperCase(), part.toLowerCase()]));
}

function partsOf(line: string): readonly string[] {
  if (line.length <= longestPart) return [line];
  const count = Math.ceil(line.length / longestPart);
  return Array.from({ length: count }, (_, index) => {
    const start = Math.min(index * longestPart, line.length - longestPart);
    return line.slice(start, start + longestPart);
  });
}

function note(known: Map<string, KnownForm>, form: string, { behind, isOpen, shown = "***" }: SecretValue): void {
  const one = known.get(form) ?? { scope: isOpen === true ? "place" : scopeOf(form), behind: new Set(), shown };
  if (behind !== undefined && behind !== "") one.behind.add(behind);
  known.set(form, one);
}

function lengthsByHead(forms: Iterable<string>): ReadonlyMap<string, readonly number[]> {
  const sets = new Map<string, Set<number>>();
  for (const form of forms) {
    const start = form.slice(0, head);
    sets.set(start, (sets.get(start) ?? new Set()).add(form.length));
  }
  return new Map([...sets].map(([start, set]) => [start, [...set].sort((a, b) => b - a)]));
}

function counts({ scope, behind }: KnownForm, text: string, start: number, end: number): boolean {
  if (scope === "anywhere") return true;
  if (scope === "word" && isWord(text, start, end)) return true;
  for (let back = 0; back <= mostBetween && start - back > 0; back++) {
    for (const one of behind) if (text.endsWith(one, start - back)) return true;
    if (!separators.has(text.charAt(start - back - 1))) return false;
  }
  return false;
}

const separators: ReadonlySet<string> = new Set(" \t\r\n\"'`=:>,[]\\{}(");

const letter = /[\p{L}\p{N}_]/u;

function isWord(text: string, start: number, end: number): boolean {
  return !letter.test(text[start - 1] ?? " ") && !letter.test(text[end] ?? " ");
}

/** The beginning of a value that is cut off, `Zq7m...`, as messages and quotations do with long texts. */
function cutFinder(known: ReadonlyMap<string, KnownForm>) {
  const byHead = Map.groupBy(
    [...known].filter(([form, { scope }]) => scope !== "place" && form.length > leastCut),
    ([form]) => form.slice(0, leastCut),
  );
  return (text: string, at: number): { readonly end: number; readonly shown: string } | undefined => {
    const candidates = byHead.get(text.slice(at, at + leastCut));
    if (candidates === undefined) return undefined;
    const rest = text.slice(at, at + longestPart + 3);
    const dots = rest.search(/\.\.\.|…/);
    if (dots < leastCut) return undefined;
    const found = candidates.find(([form]) => form.startsWith(rest.slice(0, dots)));
    return found && { end: at + dots, shown: found[1].shown };
  };
}
