import { checkExpanded } from "../../../text/expansion-limit.ts";
import { withoutPrefix, withoutSuffix, withReplaced } from "./pattern.ts";
import type { Lookup, Value } from "./value.ts";

/** One `$NAME` or `${NAME...}`; `start` and `end` are offsets into the text. */
export interface NameUse {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** The use has a fallback for an unset variable: `${A:-x}`, `${A:+x}`. */
  readonly guarded: boolean;
}

export interface Expansion {
  /** Undefined when a value is known only to the build, or the form is one that Docker refuses. */
  readonly text: string | undefined;
  readonly uses: readonly NameUse[];
  /** Why Docker refuses the text. */
  readonly problem?: string;
}

export interface ExpandOptions {
  readonly escape: "\\" | "`";
  /** False inside heredocs, where quotes are letters like others. */
  readonly quotes?: boolean;
  /** Unset variables are empty, as in a build without `--build-arg`; otherwise they are unknown. */
  readonly unsetIsEmpty?: boolean;
}

/** Deeper `${A:-${B:-...}}` is no honest file. */
const deepest = 50;

/**
 * Expands one word as BuildKit does (frontend/dockerfile/shell/lex.go, `ProcessWord`): variables, quotes and escapes, no
 * splitting. Throws `Failure` (`too-complex`) where the variables make it too long, and nothing else.
 */
export function expandText(text: string, lookup: Lookup, options: ExpandOptions): Expansion {
  if (isPlain(text)) return { text, uses: [] };
  const lexer = new Lexer(text, lookup, options);
  const result = lexer.until("", false);
  const { problem, uses } = lexer;
  return problem === undefined ? { text: result, uses } : { text: undefined, uses, problem };
}

/** Nothing in the text can expand, quote or escape. */
export function isPlain(text: string): boolean {
  return !/[$"'\\`]/.test(text);
}

/** Undefined means unknown text. */
type OptionalText = string | undefined;

class Lexer {
  problem: string | undefined;
  readonly uses: NameUse[] = [];
  #at = 0;
  #depth = 0;
  readonly #text: string;
  readonly #lookup: Lookup;
  readonly #options: ExpandOptions;

  constructor(text: string, lookup: Lookup, options: ExpandOptions) {
    this.#text = text;
    this.#lookup = lookup;
    this.#options = options;
  }

  /** Up to `stop`, which is stepped over; `""` is the end of the text. */
  until(stop: string, rawEscapes: boolean): OptionalText {
    const { escape, quotes = true } = this.#options;
    let result: OptionalText = "";
    while (this.#at < this.#text.length && this.problem === undefined) {
      const char = this.#text.charAt(this.#at);
      if (stop !== "" && char === stop) {
        this.#at++;
        return result;
      }
      if (char === "$") result = this.#joined(result, this.#dollar());
      else if (quotes && char === "'") result = this.#joined(result, this.#single());
      else if (quotes && char === '"') result = this.#joined(result, this.#double(rawEscapes));
      else if (char === escape) {
        result = this.#joined(result, (rawEscapes ? char : "") + this.#text.charAt(this.#at + 1));
        this.#at += 2;
      } else {
        const from = this.#at++;
        while (this.#at < this.#text.length && !this.#mayEnd(stop)) this.#at++;
        result = this.#joined(result, this.#text.slice(from, this.#at));
      }
    }
    if (stop !== "") this.problem ??= `there is no ${stop} for its \${`;
    return result;
  }

  #joined(left: OptionalText, right: OptionalText): OptionalText {
    if (left === undefined || right === undefined) return undefined;
    checkExpanded(left.length + right.length, this.#text);
    return left + right;
  }

  /** The character may be more than itself. */
  #mayEnd(stop: string): boolean {
    const char = this.#text.charAt(this.#at);
    return char === "$" || char === "'" || char === '"' || char === this.#options.escape || char === stop;
  }

  #single(): OptionalText {
    const end = this.#text.indexOf("'", this.#at + 1);
    if (end === -1) {
      this.problem ??= "a single quote is never closed";
      return undefined;
    }
    const inside = this.#text.slice(this.#at + 1, end);
    this.#at = end + 1;
    return inside;
  }

  #double(rawEscapes: boolean): OptionalText {
    const { escape } = this.#options;
    let result: OptionalText = "";
    this.#at++;
    while (this.#at < this.#text.length && this.problem === undefined) {
      const char = this.#text.charAt(this.#at);
      if (char === '"') {
        this.#at++;
        return result;
      }
      if (char === "$") {
        result = this.#joined(result, this.#dollar());
        continue;
      }
      this.#at++;
      if (char !== escape) {
        result = this.#joined(result, char);
        continue;
      }
      // Inside double quotes only these three can be escaped; before anything else the escape is a letter.
      const next = this.#text.charAt(this.#at);
      const escapes = next === '"' || next === "$" || next === escape;
      result = this.#joined(result, (rawEscapes && escapes ? char : "") + (escapes ? next : char));
      if (escapes) this.#at++;
    }
    this.problem ??= "a double quote is never closed";
    return undefined;
  }

  #dollar(): OptionalText {
    const start = this.#at++;
    if (this.#text.charAt(this.#at) !== "{") {
      const name = this.#name();
      if (name === "") return "$";
      this.uses.push({ name, start, end: this.#at, guarded: false });
      return this.#plain(this.#lookup(name));
    }
    this.#at++;
    if (++this.#depth > deepest) this.problem ??= "it is nested too deeply";
    const result = this.problem === undefined ? this.#braced(start) : undefined;
    this.#depth--;
    return result;
  }

  #braced(start: number): OptionalText {
    if (/[{}:]/.test(this.#text.charAt(this.#at)) || this.#at >= this.#text.length) return this.#refuse();
    const name = this.#name();
    const place = this.uses.length;
    const use = (guarded: boolean) => {
      this.uses.splice(place, 0, { name, start, end: this.#at, guarded });
      return this.#lookup(name);
    };
    let operator = this.#text.charAt(this.#at++);
    if (operator === "}") return this.#plain(use(false));
    if (operator === "/") return this.#replaced(use);
    const emptyIsUnset = operator === ":";
    if (emptyIsUnset) operator = this.#text.charAt(this.#at++);
    if (!/^[-+?#%]$/.test(operator) || (emptyIsUnset && /[#%]/.test(operator))) return this.#refuse();
    const word = this.until("}", operator === "#" || operator === "%");
    if (this.problem !== undefined) return undefined;
    return this.#chosen(operator, emptyIsUnset, use(operator === "-" || operator === "+"), word);
  }

  #chosen(operator: string, emptyIsUnset: boolean, value: Value | undefined, word: OptionalText): OptionalText {
    if (operator === "#" || operator === "%") {
      const text = this.#plain(value);
      if (text === undefined || word === undefined) return undefined;
      const greedy = word.startsWith(operator);
      const strip = operator === "#" ? withoutPrefix : withoutSuffix;
      return strip(text, greedy ? word.slice(1) : word, greedy);
    }
    const text = value?.set === true ? this.#textOf(value) : undefined;
    // A value that only the build knows may be empty.
    if (value?.set === true && text === undefined && emptyIsUnset) return undefined;
    const counts = value?.set === true && !(emptyIsUnset && text === "");
    if (operator === "-") return counts ? text : word;
    if (operator === "+") return counts ? word : "";
    return counts ? text : undefined;
  }

  #replaced(use: (guarded: boolean) => Value | undefined): OptionalText {
    const isGlobal = this.#text.charAt(this.#at) === "/";
    if (isGlobal) this.#at++;
    const pattern = this.until("/", true);
    const replacement = this.problem === undefined ? this.until("}", true) : undefined;
    if (this.problem !== undefined) return undefined;
    const text = this.#plain(use(false));
    if (text === undefined || pattern === undefined || replacement === undefined) return undefined;
    // A value that patterns are matched against has at most so many places.
    checkExpanded(text.length + (isGlobal ? text.length + 1 : 1) * replacement.length, this.#text);
    return withReplaced(text, pattern, replacement, isGlobal);
  }

  #plain(value: Value | undefined): OptionalText {
    if (value?.set === true) return this.#textOf(value);
    return this.#options.unsetIsEmpty === true ? "" : undefined;
  }

  #textOf({ text, plain }: Value): OptionalText {
    return text ?? (this.#options.unsetIsEmpty === true ? plain : undefined);
  }

  #refuse(): undefined {
    this.problem ??= "Docker knows no such ${...}";
    return undefined;
  }

  /** Letters, digits and `_`; one that begins with a digit is all digits; or one of the shell's special parameters. */
  #name(): string {
    const name = /[0-9]+|[@*#?\-$!]|[\p{L}_][\p{L}\p{Nd}_]*/uy;
    name.lastIndex = this.#at;
    const variableName = name.exec(this.#text)?.[0] ?? "";
    this.#at += variableName.length;
    return variableName;
  }
}
