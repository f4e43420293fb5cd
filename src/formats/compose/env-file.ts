import { Failure } from "../../domain/failure.ts";
import { interpolate } from "./interpolate.ts";
import { cEscapes } from "../../text/c-escapes.ts";

/** Options for reading an env file. */
export interface EnvFileOptions {
  /** Lookup of bare names and of variables in values, before the file's own lines. */
  readonly lookup?: (name: string) => string | undefined;
  /** Variables of earlier files, which this one's own lines beat. */
  readonly earlier?: (name: string) => string | undefined;
  /** Creates the error for a line that docker compose refuses; without it such a line is ignored. */
  readonly refuse?: (line: number, problem: string) => Error;
}

/**
 * The variables of an `.env` or `env_file` as docker compose reads them: `A=x`, `A: x`, `export`, a bare `A` that takes the value from
 * outside, comments after ` #`, and quotes that may span lines; variables are expanded unless the quotes are single.
 */
export function envFile(text: string, { lookup, earlier, refuse }: EnvFileOptions = {}): Record<string, string> {
  const variables = new Map<string, string>();
  const keep = (key: string, value: string): void => {
    if (key !== "" || refuse !== undefined) variables.set(key, value);
  };
  const source = text.startsWith("\uFEFF") ? text.slice(1) : text;
  let at = 0;
  let line = 1;
  /** Goes on there, and counts the lines between. */
  const goTo = (offset: number): void => {
    for (; at < offset; at++) if (source.charAt(at) === "\n") line++;
  };
  const bad = (problem: string): void => {
    if (refuse !== undefined) throw refuse(line, problem);
  };
  const expand = (value: string): string => {
    let problem: string | undefined;
    const expanded = tried(() =>
      interpolate(value, {
        value: (name) => lookup?.(name) ?? variables.get(name) ?? earlier?.(name),
        missing: () => {},
        refuse: (message) => new Error((problem = message)),
      }),
    );
    if (expanded === undefined)
      bad(
        problem?.replace(/^invalid interpolation format: (".*")\. You may need.*$/s, "invalid template: $1") ??
          "it cannot be expanded",
      );
    return expanded ?? value;
  };
  while (true) {
    goTo(firstAfter(source, at, /[^\s\u0085]/g));
    if (at >= source.length) break;
    if (source.startsWith("#", at)) {
      goTo(lineEnd(source, at));
      continue;
    }
    if (/^export\s/.test(source.slice(at, at + 7))) goTo(firstAfter(source, at + 6, notBlank));
    const mark = firstAfter(source, at, /[^\p{L}\p{N}_.\-[\] \t\v\f\r\u0085\u00a0]/gu);
    const char = source.charAt(mark);
    if (char !== "" && char !== "=" && char !== ":" && char !== "\n") {
      const whole = source.slice(at, lineEnd(source, at)).trimEnd();
      bad(`unexpected character ${JSON.stringify(char)} in variable name ${JSON.stringify(whole)}`);
      goTo(lineEnd(source, at));
      continue;
    }
    // Docker compose reads a last line without a mark as the value of a variable without a name.
    const key = char === "" ? "" : source.slice(at, mark).trimEnd();
    if (key.includes(" ")) {
      bad("key cannot contain a space");
      goTo(lineEnd(source, at));
      continue;
    }
    if (char === "\n") {
      const outside = lookup?.(key);
      if (outside !== undefined) keep(key, outside);
      goTo(mark + 1);
      continue;
    }
    goTo(firstAfter(source, char === "" ? at : mark + 1, notBlank));
    const quote = source.charAt(at);
    if (quote !== '"' && quote !== "'") {
      const value = source.slice(at, lineEnd(source, at));
      const comment = value.indexOf(" #");
      keep(key, expand((comment === -1 ? value : value.slice(0, comment)).trimEnd()));
      goTo(lineEnd(source, at));
      continue;
    }
    const quoted = quotedText(source, at, quote);
    if (quoted === undefined) {
      const remainder = source.slice(at, lineEnd(source, at)).trimEnd();
      bad(`unterminated quoted value ${remainder}`);
      keep(key, remainder);
      goTo(lineEnd(source, at));
      continue;
    }
    keep(key, quote === '"' ? expand(unescaped(quoted.text)) : quoted.text);
    // The text after it on the line is a separate statement.
    goTo(quoted.end);
  }
  return Object.fromEntries(variables);
}

const notBlank = /[^\t\v\f\r \u0085\u00a0]/g;

/** Where the pattern, which is global, first matches from `from` on; else the end. */
function firstAfter(text: string, from: number, pattern: RegExp): number {
  pattern.lastIndex = from;
  return pattern.exec(text)?.index ?? text.length;
}

function tried(make: () => string): string | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof Failure) throw error;
    return undefined;
  }
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end === -1 ? text.length : end;
}

/** The text between quotes, with `end` after the closing one; a backslash escapes the quote. */
function quotedText(
  text: string,
  from: number,
  quote: string,
): { readonly text: string; readonly end: number } | undefined {
  let out = "";
  for (let at = from + 1; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === "\\" && at + 1 < text.length) {
      const next = text.charAt(++at);
      out += next === quote ? next : char + next;
    } else if (char === quote) return { text: out, end: at + 1 };
    else out += char;
  }
  return undefined;
}

const escapes: ReadonlyMap<string, string> = new Map([
  ...cEscapes,
  // Doubled, so that the expansion that follows leaves it alone.
  ["$", "$$"],
]);

function unescaped(text: string): string {
  return text.replaceAll(/\\(?:0(\d{0,3})|([abfnrtv\\$]))/g, (_, octal: string | undefined, letter: string) => {
    if (octal === undefined) return escapes.get(letter) ?? "";
    // One that is no byte loses its 0.
    return /^[0-3][0-7]{2}$/.test(octal) ? String.fromCharCode(Number.parseInt(octal, 8)) : `\\${octal}`;
  });
}
