import type { Span } from "../../domain/finding/span.ts";
import type { Instruction, InstructionFlag } from "../../domain/dockerfile/syntax.ts";
import type { Heredoc } from "./heredocs.ts";
import { sliceJoined, sourceSpan, type JoinedText } from "../shell/joined-text.ts";
import { jsonForm } from "./json-form.ts";
import { jsonString } from "./json-string.ts";
import { readScript, type BodyShell, type Script } from "./script.ts";
import { nextQuoted, splitBlanks, splitQuoted, trimSlice, type Slice } from "./words.ts";

/** A logical line taken apart, before its body is read. */
export interface Head {
  readonly keyword: string;
  readonly keywordSlice: Slice;
  readonly onbuild: boolean;
  readonly flags: readonly { readonly name: string; readonly value?: string; readonly slice: Slice }[];
  /** Flags of the ONBUILD itself, of which Docker accepts none. */
  readonly outer: Head["flags"];
  /** From the first character after the flags to the last that is not blank. */
  readonly args: Slice;
  readonly json?: readonly string[];
  /** Looks like an exec form, but not all of its items are strings. */
  readonly mixed: boolean;
}

const takesJson = new Set(["ADD", "CMD", "COPY", "ENTRYPOINT", "HEALTHCHECK", "RUN", "SHELL", "VOLUME"]);
const quotedWords = new Set(["CMD", "ENTRYPOINT", "HEALTHCHECK", "RUN"]);
/** Docker itself splits these, by the file's escape character. */
const pairWords = new Set(["ARG", "ENV", "LABEL"]);

export function readHead(joined: JoinedText, escape: string, start = 0, outer?: Head["flags"]): Head {
  const { text } = joined;
  const from = trimSlice(text, start).start;
  const word = /[^\t\n\v\f\r ]*/y;
  word.lastIndex = from;
  const keywordSlice = { start: from, end: from + (word.exec(text)?.[0].length ?? 0) };
  const keyword = text.slice(keywordSlice.start, keywordSlice.end).toUpperCase();
  const { flags, end } = readFlags(text, keywordSlice.end, escape);
  const onbuild = outer !== undefined;
  if (keyword === "ONBUILD" && !onbuild) return readHead(joined, escape, end, flags);
  const args = trimSlice(text, end);
  const form = takesJson.has(keyword) ? jsonForm(text.slice(bodyStart(keyword, text, args), args.end)) : undefined;
  const mixed = form !== undefined && form.strings === undefined;
  return {
    keyword,
    keywordSlice,
    onbuild,
    flags,
    outer: outer ?? [],
    args,
    mixed,
    ...(form?.strings === undefined ? {} : { json: form.strings }),
  };
}

interface Parts {
  readonly head: Head;
  readonly joined: JoinedText;
  readonly span: Span;
  readonly heredocs: readonly Heredoc[];
  readonly comments: readonly Span[];
  readonly source: string;
  readonly shell: BodyShell;
  readonly shellWords: readonly string[] | undefined;
  readonly escape: string;
}

/**
 * A class for its getters alone: V8 gives an object literal with getters a separate hash table, and every rule that
 * walks the instructions would pay for the look-ups.
 */
class ReadInstruction {
  readonly keyword: string;
  readonly onbuild: boolean;
  readonly span: Span;
  readonly keywordSpan: Span;
  readonly flags: readonly InstructionFlag[];
  readonly args: string;
  readonly argsSpan: Span;
  readonly words: Instruction["words"];
  readonly json: readonly string[] | undefined;
  readonly heredocs: Instruction["heredocs"];
  readonly comments: readonly Span[];
  readonly #shell: readonly string[] | undefined;
  #script: Script | (() => Script);

  constructor({ head, joined, span, heredocs, comments, source, shell, shellWords, escape }: Parts) {
    const body = { start: bodyStart(head.keyword, joined.text, head.args), end: head.args.end };
    const slices = head.json === undefined ? wordSlices(head, joined.text, escape) : jsonTokens(joined.text, body);
    this.keyword = head.keyword;
    this.onbuild = head.onbuild;
    this.span = span;
    this.keywordSpan = sourceSpan(joined, head.keywordSlice.start, head.keywordSlice.end);
    this.flags = head.flags.map(({ name, value, slice }): InstructionFlag => ({
      name,
      ...(value === undefined ? {} : { value }),
      span: sourceSpan(joined, slice.start, slice.end),
    }));
    this.argsSpan = sourceSpan(joined, head.args.start, head.args.end);
    this.args = source.slice(this.argsSpan.start, this.argsSpan.end);
    this.words = slices.map(({ start, end }) => ({
      text: joined.text.slice(start, end),
      span: sourceSpan(joined, start, end),
    }));
    this.json = head.json;
    this.#shell = shellWords;
    this.heredocs = heredocs.map(({ name, bodySpan, expands }) => ({ name, bodySpan, expands }));
    this.comments = comments;
    this.#script = () =>
      readScript({
        keyword: head.keyword,
        exec: head.json && {
          words: () =>
            slices.map((slice) => ({
              text: jsonString(joined, slice),
              span: sourceSpan(joined, slice.start, slice.end),
            })),
          span: this.argsSpan,
        },
        body: sliceJoined(joined, body.start, body.end),
        source,
        heredocs,
        shell,
      });
  }

  get shell() {
    return this.json === undefined ? this.#shell : this.#read().shell;
  }

  get execScript() {
    return this.json === undefined ? undefined : this.#read().execScript;
  }

  get commands() {
    return this.#read().commands;
  }

  get unparsed() {
    return this.#read().unparsed;
  }

  get script() {
    return this.#read().script;
  }

  /** Most readers of instructions do not need their commands, which take most of the time. */
  #read(): Script {
    if (typeof this.#script === "function") this.#script = this.#script();
    return this.#script;
  }
}

/** An optional field and a getter that may yield undefined are the same to a reader. */
export function buildInstruction(parts: Parts): Instruction {
  return new ReadInstruction(parts) as Instruction;
}

function wordSlices({ keyword, args }: Head, text: string, escape: string): Slice[] {
  if (pairWords.has(keyword)) return splitQuoted(text, args, escape);
  return quotedWords.has(keyword) ? splitQuoted(text, args) : splitBlanks(text, args);
}

/** Of a HEALTHCHECK, what follows CMD; `NONE` has no body. */
function bodyStart(keyword: string, text: string, args: Slice): number {
  if (keyword !== "HEALTHCHECK") return args.start;
  const kind = /^(\S+)\s*/.exec(text.slice(args.start, args.end));
  return kind?.[1]?.toUpperCase() === "CMD" ? args.start + kind[0].length : args.end;
}

/** BuildKit's `extractBuilderFlags`: words that begin with `--`, until the first that does not, or a bare `--`. */
function readFlags(text: string, start: number, escape: string): { flags: Head["flags"]; end: number } {
  const flags: { name: string; value?: string; slice: Slice }[] = [];
  let at = start;
  for (;;) {
    const from = trimSlice(text, at).start;
    if (!text.startsWith("--", from)) return { flags, end: from };
    const slice = nextQuoted(text, from, text.length, escape);
    if (slice === undefined) return { flags, end: from };
    at = slice.end;
    const word = text.slice(slice.start, slice.end);
    if (word === "--") return { flags, end: at };
    const equals = word.indexOf("=");
    const name = word.slice(2, equals === -1 ? undefined : equals);
    flags.push(equals === -1 ? { name, slice } : { name, value: flagValue(word.slice(equals + 1), escape), slice });
  }
}

function flagValue(word: string, escape: string): string {
  let value = "";
  let quote = "";
  for (let at = 0; at < word.length; at++) {
    const char = word.charAt(at);
    if (char === escape && at + 1 < word.length) value += word.charAt(++at);
    else if (quote === "" && (char === "'" || char === '"')) quote = char;
    else if (char === quote) quote = "";
    else value += char;
  }
  return value;
}

/** The strings of an exec form as they are written, quotes included. */
function jsonTokens(text: string, body: Slice): Slice[] {
  const array = text.slice(body.start, body.end);
  const end = jsonForm(array)?.end ?? 0;
  return [...array.slice(0, end).matchAll(/"(?:[^"\\]|\\.)*(?:"|\\?$)/gs)].map(({ 0: token, index }) => ({
    start: body.start + index,
    end: body.start + index + token.length,
  }));
}
