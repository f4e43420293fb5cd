import { ownValue } from "../../domain/own-value.ts";
import type { Span } from "../../domain/finding/span.ts";
import type { RunFlag } from "../../domain/dockerfile/run-line.ts";
import type { FlagTable } from "./run-flags.ts";
import type { CommandWord, Words } from "./shell-commands.ts";

export interface ReadFlags {
  readonly flags: readonly RunFlag[];
  /** From the first word that is no flag on. */
  readonly rest: Words;
  /** Words in the place of flags that the shell fills in. */
  readonly unknownFlags: boolean;
}

/**
 * Flags as spf13/pflag reads them for Docker: up to the first other word, `--name=value`, `--name value`, `-it`, `-p8080:80`, `-p=80`.
 * Undefined when there is a flag that the table does not know: which word is the image can't be determined then.
 */
export function readFlags(words: Words, table: FlagTable): ReadFlags | undefined {
  const flags: RunFlag[] = [];
  let unknownFlags = false;
  let at = 0;
  for (; at < words.length; at++) {
    const word = words[at];
    if (word === undefined || word.value === "--") {
      at++;
      break;
    }
    if (standsForFlags(word, words.length - at)) {
      unknownFlags = true;
      continue;
    }
    if (!/^-./s.test(word.value)) break;
    const read = word.value.startsWith("--")
      ? readLong(word, words[at + 1], table)
      : readShort(word, words[at + 1], table);
    if (read === undefined) return undefined;
    flags.push(...read.flags);
    if (read.tookNext) at++;
  }
  return { flags, rest: words.slice(at), unknownFlags };
}

interface Read {
  readonly flags: readonly RunFlag[];
  readonly tookNext: boolean;
}

function readLong(word: CommandWord, next: CommandWord | undefined, table: FlagTable): Read | undefined {
  const equals = word.value.indexOf("=");
  const written = word.value.slice(2, equals === -1 ? undefined : equals);
  const name = ownValue(table.aliases, written) ?? written;
  const takesValue = table.flags.get(name);
  if (takesValue === undefined) return undefined;
  if (equals !== -1) {
    const inside = inner(word, word.value.slice(equals + 1), word.raw.indexOf("=") + 1);
    return { flags: [{ name, span: word.span, ...inside }], tookNext: false };
  }
  if (!takesValue) return { flags: [{ name, span: word.span }], tookNext: false };
  return next && { flags: [withNext(name, word.span, next)], tookNext: true };
}

/** `-dit`, `-p8080:80`, `-du0`: switches, then at most one flag with a value. Each keeps the span of its own letters. */
function readShort(word: CommandWord, next: CommandWord | undefined, table: FlagTable): Read | undefined {
  const flags: RunFlag[] = [];
  const exact = word.value === word.raw;
  for (let at = 1; at < word.value.length; at++) {
    const name = ownValue(table.shorts, word.value[at] ?? "");
    if (name === undefined) return undefined;
    const start = at === 1 || !exact ? word.span.start : word.span.start + at;
    const behind = word.value.slice(at + 1);
    if (table.flags.get(name) === true) {
      if (behind === "") {
        if (next === undefined) return undefined;
        flags.push(withNext(name, { start, end: word.span.end }, next));
        return { flags, tookNext: true };
      }
      const value = behind.replace(/^=/, "");
      const inside = inner(word, value, at + 1 + behind.length - value.length);
      flags.push({ name, span: { start, end: word.span.end }, ...inside });
      return { flags, tookNext: false };
    }
    if (behind.startsWith("=")) {
      const inside = inner(word, behind.slice(1), at + 2);
      flags.push({ name, span: { start, end: word.span.end }, ...inside });
      return { flags, tookNext: false };
    }
    flags.push({ name, span: { start, end: exact && behind !== "" ? word.span.start + at + 1 : word.span.end } });
  }
  return { flags, tookNext: false };
}

function withNext(name: string, span: Span, next: CommandWord): RunFlag {
  return { name, span: { start: span.start, end: next.span.end }, ...inner(next, next.value, 0) };
}

/** The value that starts at `offset` of the word as written; its span leaves the quotes around it out. */
function inner(word: CommandWord, value: string, offset: number): { value: string; valueSpan: Span } {
  const written = word.raw.slice(offset);
  const quoted = /^(["'])(.*)\1$/s.exec(written)?.[2] === value ? 1 : 0;
  const half = quoted === 0 && written.slice(0, -1) === value ? 1 : 0;
  return { value, valueSpan: { start: word.span.start + offset + quoted, end: word.span.end - quoted - half } };
}

/**
 * `"$@"`, `${OPTS[@]}`, `$DOCKER_ARGS`, `[OPTIONS]`, `...`: whatever they become, they are no image. A lone variable in front of
 * the last word may be either; its name decides.
 */
function standsForFlags(word: CommandWord, left: number): boolean {
  if (/^(?:\.\.\.|…|\[.*\]|\$[@*]|\$\{[@*]\}|\$\{\w+\[[@*]\]\}|\$\{\w+\[[@*]\][^}]*\})$/s.test(word.value)) return true;
  const name = /^(?:\$\{?|<)(\w[\w -]*)/.exec(word.value)?.[1];
  return left > 1 && name !== undefined && /opt|arg|flag|param|extra|volume|mount|port|env|gpu|limit/i.test(name);
}
