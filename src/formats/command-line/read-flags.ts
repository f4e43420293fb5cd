import { ownValue } from "../../domain/own-value.ts";
import type { Span } from "../../domain/finding/span.ts";
import type { RunFlag } from "../../domain/dockerfile/run-line.ts";
import type { FlagTable } from "./run-flags.ts";
import { maySplit, neverImage, roleOf } from "./expansion.ts";
import type { CommandWord, Words } from "./shell-commands.ts";

export interface ReadFlags {
  readonly flags: readonly RunFlag[];
  /** From the first word that is no flag on. */
  readonly rest: Words;
  /** The first word that may expand to flags: a shell, make or a template fills it in. */
  readonly unknownFlags: CommandWord | undefined;
}

/**
 * Flags as spf13/pflag reads them for Docker: up to the first other word, `--name=value`, `--name value`, `-it`, `-p8080:80`, `-p=80`.
 * Undefined when there is a flag that the table does not know: which word is the image can't be determined then.
 */
export function readFlags(words: Words, table: FlagTable, language = ""): ReadFlags | undefined {
  const flags: RunFlag[] = [];
  let unknownFlags: CommandWord | undefined;
  let engineFlag: number | undefined;
  let at = 0;
  for (; at < words.length; at++) {
    const word = words[at];
    if (word === undefined || word.value === "--") {
      at++;
      break;
    }
    if (!/^-./s.test(word.value)) {
      const role = roleOf(word);
      if (role === "image") break;
      if (role === "flags" || maySplit(word, language)) unknownFlags ??= word;
      engineFlag ??= lastEngineFlag(words, table);
      const isFlags = role === "flags" && (at < words.length - 1 || neverImage.test(word.value));
      if (!isFlags && at > engineFlag) break;
      unknownFlags ??= word;
      continue;
    }
    const read = readFlag(words, at, table);
    if (read === undefined) return undefined;
    flags.push(...read.flags);
    if (read.tookNext) at++;
  }
  return { flags, rest: words.slice(at), unknownFlags };
}

function readFlag(words: Words, at: number, table: FlagTable): Read | undefined {
  const [word, next] = [words[at], words[at + 1]];
  if (word === undefined) return undefined;
  return word.value.startsWith("--") ? readLong(word, next, table) : readShort(word, next, table);
}

/** Flags that a program's own arguments are rarely called: after one of these, no container command has begun. */
const ofEnginesAlone =
  /^(?:privileged|rm|userns|ulimit|gpus|tmpfs|publish|(?:cap|security|cgroup|cpu|cpuset|pids|memory|oom|blkio|shm|read|device|health|stop|volumes|group|network|add|env|no)-.+)$/;

/**
 * The last word that is such a flag followed by a word that can be the image, -1 without one. The expansion of a variable in front of it, whatever its
 * name, is no image.
 */
function lastEngineFlag(words: Words, table: FlagTable): number {
  let last = -1;
  let confirmed = -1;
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    if (word === undefined) break;
    if (!/^-./s.test(word.value)) {
      const role = roleOf(word);
      if (role !== "flags") confirmed = last;
      if (role === "image") break;
      continue;
    }
    const read = readFlag(words, at, table);
    if (read === undefined) break;
    if (read.flags.some(({ name }) => ofEnginesAlone.test(name))) last = at;
    if (read.tookNext) at++;
  }
  return confirmed;
}

interface Read {
  readonly flags: readonly RunFlag[];
  readonly tookNext: boolean;
}

function readLong(word: CommandWord, next: CommandWord | undefined, table: FlagTable): Read | undefined {
  const equals = word.value.indexOf("=");
  const flagSpelling = word.value.slice(2, equals === -1 ? undefined : equals);
  const name = ownValue(table.aliases, flagSpelling) ?? flagSpelling;
  const takesValue = table.flags.get(name);
  if (takesValue === undefined) return undefined;
  if (equals !== -1) {
    const inside = inner(word, word.value.slice(equals + 1), word.raw.indexOf("=") + 1);
    return { flags: [{ name, span: word.span, ...inside }], tookNext: false };
  }
  if (!takesValue) return { flags: [{ name, span: word.span }], tookNext: false };
  return next && { flags: [withNext(name, word.span, next)], tookNext: true };
}

/** `-dit`, `-p8080:80`, `-du0`: switches, then at most one flag with a value. Each has the span of its letters. */
function readShort(word: CommandWord, next: CommandWord | undefined, table: FlagTable): Read | undefined {
  const flags: RunFlag[] = [];
  const exact = word.value === word.raw;
  for (let at = 1; at < word.value.length; at++) {
    const name = ownValue(table.shorts, word.value[at] ?? "");
    if (name === undefined) return undefined;
    const start = at === 1 || !exact ? word.span.start : word.span.start + at;
    const remainder = word.value.slice(at + 1);
    if (table.flags.get(name) === true) {
      if (remainder === "") {
        if (next === undefined) return undefined;
        flags.push(withNext(name, { start, end: word.span.end }, next));
        return { flags, tookNext: true };
      }
      const value = remainder.replace(/^=/, "");
      const inside = inner(word, value, at + 1 + remainder.length - value.length);
      flags.push({ name, span: { start, end: word.span.end }, ...inside });
      return { flags, tookNext: false };
    }
    if (remainder.startsWith("=")) {
      const inside = inner(word, remainder.slice(1), at + 2);
      flags.push({ name, span: { start, end: word.span.end }, ...inside });
      return { flags, tookNext: false };
    }
    flags.push({ name, span: { start, end: exact && remainder !== "" ? word.span.start + at + 1 : word.span.end } });
  }
  return { flags, tookNext: false };
}

function withNext(name: string, span: Span, next: CommandWord): RunFlag {
  return { name, span: { start: span.start, end: next.span.end }, ...inner(next, next.value, 0) };
}

/** The value that starts at `offset` of the word as written; its span excludes the quotes around it. */
function inner(word: CommandWord, value: string, offset: number): { value: string; valueSpan: Span } {
  const rawValue = word.raw.slice(offset);
  const quoted = /^(["'])(.*)\1$/s.exec(rawValue)?.[2] === value ? 1 : 0;
  const half = quoted === 0 && rawValue.slice(0, -1) === value ? 1 : 0;
  return { value, valueSpan: { start: word.span.start + offset + quoted, end: word.span.end - quoted - half } };
}
