import type { DockerfileFact, Instruction } from "../../../facts/dockerfile/dockerfile.ts";
import type { Span } from "../../../domain/finding/span.ts";

/** A shell script in a heredoc that continues after a failure. */
export interface CarelessScript {
  /** The first statement with an unnoticed failure. */
  readonly first: Span;
  /** Where `set -e` belongs, and how its line is indented. */
  readonly insertAt: number;
  readonly indent: string;
}

const continued = /(\\|&&|\|\||\|)$/;
/** Parts of a compound, and statements that cannot fail. */
const structure =
  /^(if|elif|else|then|fi|for|while|until|do|done|case|esac|[{}()]|;;|.*\)\s*$|export\b|\w+=\S*$|set\b|exit\b|return\b)/;
const guarded = /\|\|\s*(exit|return|true|:|\{|\()/;

/** `set -e`, `set -eu`, `set -o errexit`. */
function setsErrexit(line: string): boolean {
  const [name, ...words] = line.split(/\s+/);
  const option = (word: string): boolean => /^-[a-df-zA-Z]*e[a-zA-Z]*(?!\w)/.test(word);
  return (
    name === "set" &&
    words.some((word, at) => option(word) || (word === "-o" && /^errexit\b/.test(words[at + 1] ?? "")))
  );
}

/**
 * Undefined if a shell other than sh or bash runs it, if it stops at failures already, or contains only one statement.
 */
export function heredocScript(
  { text }: DockerfileFact,
  { args, heredocs, onbuild }: Instruction,
  shellStops: boolean,
): CarelessScript | undefined {
  const [heredoc] = heredocs;
  const reader = /^(?:(?:\/\S*\/)?(?:ba|da|a|k)?sh((?:\s+-\S+)*)\s+)?<<-?\s*["']?\w+["']?\s*$/.exec(
    args.split(/\r?\n/)[0] ?? "",
  );
  if (heredoc === undefined || reader === null || onbuild) return undefined;
  if (reader[1] === undefined ? shellStops : /\s-[a-zA-Z]*e|errexit/.test(reader[1])) return undefined;

  const { start, end } = heredoc.bodySpan;
  const unseen: Span[] = [];
  const lines: { readonly line: string; readonly span: Span }[] = [];
  let insertAt = start;
  let indent: string | undefined;
  let open = false;
  let statements = 0;
  for (let at = start; at < end;) {
    const next = text.indexOf("\n", at) + 1 || end;
    const raw = text.slice(at, next);
    const line = raw.trim();
    const from = at + raw.length - raw.trimStart().length;
    const span = { start: from, end: from + line.length };
    if (at === start && line.startsWith("#!")) {
      if (!/sh(\s|$)/.test(line) || /\s-[a-zA-Z]*e/.test(line)) return undefined;
      insertAt = next;
    } else if (line !== "" && !line.startsWith("#")) {
      if (setsErrexit(line)) return undefined;
      // A heredoc inside: its lines are no statements of this script.
      if (/<<-?\s*["']?[A-Za-z_]/.test(line)) return undefined;
      lines.push({ line, span });
      indent ??= raw.slice(0, raw.length - raw.trimStart().length);
      if (!open && !structure.test(line)) {
        statements++;
        if (!guarded.test(line)) unseen.push(span);
      }
      open = continued.test(line);
    }
    at = next;
  }
  const decisive = decisiveStatements(lines);
  const first = unseen.find(({ start: from }) => !decisive.has(from));
  if (first === undefined || statements < 2 || unseen.length < 2) return undefined;
  return { first, insertAt, indent: indent ?? "" };
}

/** Starts of the statements whose status is that of the script: the last one, and the last of each branch where the script ends with an `if` or `case`. */
function decisiveStatements(lines: readonly { readonly line: string; readonly span: Span }[]): ReadonlySet<number> {
  const decisive = new Set<number>();
  const compounds: boolean[] = [];
  let isLast = true;
  for (const { line, span } of lines.toReversed()) {
    if (/.;;$/.test(line)) isLast = compounds.at(-1) === true;
    if (/^(?:if|case|for|while|until)\b.*\b(?:fi|esac|done)$/.test(line)) {
      isLast = false;
    } else if (/^(?:fi|esac|done|[})])(?![\w-])/.test(line)) {
      compounds.push(isLast && /^(?:fi|esac)(?:;;)?$/.test(line));
      isLast = compounds.at(-1) === true;
    } else if (
      /^(?:if|case|for|while|until|[{(])(?![\w-])|\b(?:do|then)$|\{$/.test(line) &&
      !/^(?:then|do|elif)\b/.test(line)
    ) {
      compounds.pop();
      isLast = false;
    } else if (/^(?:else|elif)\b|^;;$/.test(line)) {
      isLast = compounds.at(-1) === true;
    } else if (!/^(?:then|do)$/.test(line) && !/^[^(]*\)$/.test(line)) {
      if (isLast) decisive.add(span.start);
      isLast = false;
    }
  }
  return decisive;
}
