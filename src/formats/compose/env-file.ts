import { interpolate } from "./interpolate.ts";
import { cEscapes } from "../../text/c-escapes.ts";

/** What an env file is read with. */
export interface EnvFileOptions {
  /** What a bare name takes its value from, and a variable in a value, before the file's own lines. */
  readonly lookup?: (name: string) => string | undefined;
  /** Variables of earlier files, which this one's own lines beat. */
  readonly earlier?: (name: string) => string | undefined;
  /** Makes what is thrown for a line that docker compose refuses; without it such a line says nothing. */
  readonly refuse?: (line: number, problem: string) => Error;
}

/**
 * The variables of an `.env` or `env_file` as docker compose reads them: `A=x`, `A: x`, `export`, a bare `A` that takes the value from
 * outside, comments after ` #`, and quotes that may span lines; variables are expanded unless the quotes are single.
 */
export function envFile(text: string, { lookup, earlier, refuse }: EnvFileOptions = {}): Record<string, string> {
  const found = new Map<string, string>();
  const source = text.startsWith("\uFEFF") ? text.slice(1) : text;
  let at = 0;
  let line = 1;
  const bad = (problem: string): void => {
    if (refuse !== undefined) throw refuse(line, problem);
  };
  const expand = (value: string): string => {
    let problem: string | undefined;
    const expanded = tried(() =>
      interpolate(value, {
        value: (name) => lookup?.(name) ?? found.get(name) ?? earlier?.(name),
        missing: () => {},
        refuse: (why) => new Error((problem = why)),
      }),
    );
    if (expanded === undefined) bad(problem ?? "it cannot be expanded");
    return expanded ?? value;
  };
  while (at < source.length) {
    const end = lineEnd(source, at);
    const statement = source.slice(at, end);
    const start = statement.trimStart();
    const next = (): void => {
      at = end + 1;
      line++;
    };
    if (start === "" || start.startsWith("#")) {
      next();
      continue;
    }
    const shift = at + statement.length - start.length;
    const [, exported = "", name = "", mark = ""] =
      /^(export\s+)?([\p{L}\p{N}_.\-[\] \t\r]*)([=:]?)/u.exec(start) ?? [];
    const key = name.trim();
    const after = exported.length + name.length + mark.length;
    if (key === "" || (mark === "" && after < start.trimEnd().length)) {
      bad(
        `unexpected character ${JSON.stringify(start.charAt(after))} in variable name ${JSON.stringify(start.trimEnd())}`,
      );
      next();
      continue;
    }
    if (key.includes(" ")) {
      bad("key cannot contain a space");
      next();
      continue;
    }
    if (mark === "") {
      const outside = lookup?.(key);
      if (outside !== undefined) found.set(key, outside);
      next();
      continue;
    }
    const rest = start.slice(after);
    const value = rest.trimStart();
    const quote = value.charAt(0);
    if (quote !== '"' && quote !== "'") {
      const comment = value.indexOf(" #");
      found.set(key, expand((comment === -1 ? value : value.slice(0, comment)).trimEnd()));
      next();
      continue;
    }
    const from = shift + after + (rest.length - value.length);
    const quoted = quotedText(source, from, quote);
    if (quoted === undefined) {
      bad(`unterminated quoted value ${value.trimEnd()}`);
      found.set(key, value.trimEnd());
      next();
      continue;
    }
    found.set(key, quote === '"' ? expand(unescaped(quoted.text)) : quoted.text);
    line += source.slice(from, quoted.end).split("\n").length - 1;
    // What follows on the line is a statement of its own to docker compose; only a comment makes sense there.
    at = quoted.end;
  }
  return Object.fromEntries(found);
}

function tried(make: () => string): string | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end === -1 ? text.length : end;
}

/** The text between quotes, with `end` behind the last; a backslash before the quote stands for the quote. */
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
  return text.replaceAll(/\\(?:0([0-7]{3})|([abfnrtv\\$]))/g, (_, octal: string | undefined, letter: string) =>
    octal === undefined ? (escapes.get(letter) ?? "") : String.fromCharCode(Number.parseInt(octal, 8)),
  );
}
