import { forEachChild, parse, type Command, type SyntaxNode, type Word } from "unbash";
import type { Span } from "../../domain/finding/span.ts";
import type { CodeRegion } from "./code-region.ts";
import { maskTemplates } from "./mask-templates.ts";

export interface CommandWord {
  /** Quotes and escapes removed, expansions as written. */
  readonly value: string;
  /** As written, in the document. */
  readonly raw: string;
  readonly span: Span;
  /** False when the shell expands something in it: a variable, a substitution. */
  readonly literal: boolean;
}

/** The words of one simple command, assignments and redirections left out. Spans are offsets into the document. */
export type Words = readonly CommandWord[];

/** Programs that are given another command line as one quoted word. */
const carriers = /^(?:.*\/)?(?:ssh|sh|bash|dash|ash|zsh|su|eval)$/;
const maxCarried = 3;

export interface ParsedCommands {
  readonly commands: readonly Words[];
  /** False when the shell would refuse the text; the commands are then parsed line by line. */
  readonly whole: boolean;
}

/** Every simple command in the region, in substitutions, functions and `bash -c '...'` too. Never throws on malformed text. */
export function shellCommands(text: string, region: CodeRegion): ParsedCommands {
  const whole = commandsOf(text, region, 0);
  if (whole.errors === 0) return { commands: whole.commands, whole: true };
  // One stray quote in some program's output must not hide the commands below it.
  const commands = logicalLines(region).flatMap((line) => commandsOf(text, line, 0).commands);
  return { commands, whole: false };
}

function commandsOf(text: string, region: CodeRegion, depth: number): { commands: Words[]; errors: number } {
  const commands: Words[] = [];
  const script = parse(maskTemplates(region.source, region.language));
  const open: SyntaxNode[] = [script];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.type === "Command") {
      const words = wordsOf(text, region, node);
      commands.push(words, ...carried(text, region, words, depth));
    }
    forEachChild(node, (child) => void open.push(child));
  }
  return { commands, errors: script.errors?.length ?? 0 };
}

function wordsOf(text: string, region: CodeRegion, command: Command): CommandWord[] {
  const nodes = command.name === undefined ? [] : [command.name, ...command.args];
  return nodes.map((node) => {
    const span = { start: region.start + node.pos, end: region.start + node.end };
    const raw = text.slice(span.start, span.end);
    if (node.type !== "Word") return { value: raw, raw, span, literal: false };
    // Where nothing is quoted, the document's own text counts: the region may replace a placeholder such as <image>.
    return { value: node.value === node.text ? raw : node.value, raw, span, literal: isLiteral(node) };
  });
}

function isLiteral(word: Word): boolean {
  const open: SyntaxNode[] = [word];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (/Expansion$|^ProcessSubstitution$/.test(node.type) && node.type !== "BraceExpansion") return false;
    forEachChild(node, (child) => void open.push(child));
  }
  return true;
}

/** `ssh host 'docker run ...'`: only where the quoted text is what the other shell reads, character by character. */
function carried(text: string, region: CodeRegion, words: Words, depth: number): Words[] {
  if (depth >= maxCarried || !words.some((word) => carriers.test(word.value))) return [];
  return words.flatMap((word) => {
    const inner = /^(['"])([^\\]*)\1$/s.exec(word.raw)?.[2];
    if (inner === undefined || !/docker|podman|nerdctl/.test(inner)) return [];
    const start = word.span.start + 1;
    const from = start - region.start;
    const source = region.source.slice(from, from + inner.length);
    return commandsOf(text, { ...region, start, source }, depth + 1).commands;
  });
}

/** Its lines, each with its continuations. */
export function logicalLines(region: CodeRegion): CodeRegion[] {
  const lines: CodeRegion[] = [];
  let from = 0;
  const { source } = region;
  for (let at = source.indexOf("\n"); from < source.length; at = source.indexOf("\n", at + 1)) {
    const end = at === -1 ? source.length : at;
    if (at !== -1 && source[at - 1] === "\\") continue;
    lines.push({ ...region, start: region.start + from, source: source.slice(from, end) });
    from = end + 1;
    if (at === -1) break;
  }
  return lines;
}
