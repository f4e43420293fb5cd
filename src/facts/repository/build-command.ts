import { fileName, type RepositoryFile } from "./repository-texts.ts";
import type { PathWord } from "./path-word.ts";
import { blockLimit, lineEnd, lineLimit, lineStart } from "./text-block.ts";

/** Where the value of an option or key begins. */
export function valueStart(text: string, at: number): number {
  return at + (/^["']?[\s=,]{0,60}(?:-\s{1,8})?["']?/.exec(text.slice(at, at + 80))?.[0].length ?? 0);
}

/** The words of the command around a path, which is left out, over lines that go on; quotes, brackets and commas of a list are no part of them. */
export function commandAround(text: string, { start, end }: Pick<PathWord, "start" | "end">): readonly string[] {
  let from = lineStart(text, start);
  let to = lineEnd(text, end);
  if (to - from > blockLimit) return [];
  const isItem = isListItem(text.slice(from, to));
  for (let lines = 0; lines < lineLimit && from > 0 && to - from < blockLimit; lines++) {
    const previousStart = lineStart(text, from - 1);
    const line = text.slice(previousStart, from - 1);
    if (!(goesOn(line) || (isItem && isListItem(line)))) break;
    from = previousStart;
  }
  for (let lines = 0; lines < lineLimit && to < text.length && to - from < blockLimit; lines++) {
    const nextEnd = lineEnd(text, to + 1);
    const isPart = goesOn(text.slice(lineStart(text, to), to)) || (isItem && isListItem(text.slice(to + 1, nextEnd)));
    if (!isPart) break;
    to = nextEnd;
  }
  const before = plainWords(text.slice(from, start)).split(/&&|\|\||[;|]|\$\(|`/);
  const after = closedWords(plainWords(text.slice(end, to))).split(/&&|\|\||[;|>)]|`|\s#\s/, 1);
  return `${before.at(-1) ?? ""}\0${after[0] ?? ""}`
    .replace(/^[ \t]*-[ \t]+/gm, " ")
    .replaceAll("\u0001", "$(")
    .replaceAll("\u0002", ")")
    .split(/(?:[\s"'[\]]|,(?=["'\s[\]]|$)|(?<=["'\s[\]]),)+/)
    .filter((word) => word !== "");
}

/** Lines that go on are one, and an expansion is one word, in which no command begins. */
function plainWords(text: string): string {
  return text
    .replace(/[\\^`][ \t]*\r?\n/g, " ")
    .replace(/\$\([^()\n]*\)/g, (substitution) => `\u0001${substitution.slice(2, -1).replace(/[\s"']+/g, "")}\u0002`)
    .replace(/\$?\{\{?[^{}\n]*\}/g, (expression) => expression.replace(/[\s"']+/g, ""));
}

/** Quoted text, except for the items of a list, is a part of a word; so is `<name>` in documents. */
function closedWords(text: string): string {
  return text
    .replace(/<([\w-]{1,40})>/g, "$1")
    .replace(/\\?(["'])([^"'\n]{0,300})\1([,\]]?)/g, (whole, _, word: string, end: string) =>
      end !== "" || /^[\s,]*$/.test(word) ? whole : word.replace(/[\s\\]+/g, ""),
    );
}

/** Flags of builds without a value. */
const switches = /^--?(?:q|quiet|pull|no-cache|rm|force-rm|push|load|squash|compress|check|debug|D|privileged|layers)$/;

/** The words of a command without its flags. */
export function operandsOf(words: readonly string[]): readonly string[] {
  const operands: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? "";
    if (word.includes("\0")) continue;
    if (!word.startsWith("-") || word === "-") operands.push(word);
    else if (!word.includes("=") && !switches.test(word) && !(words[at + 1] ?? "").includes("\0")) at++;
  }
  return operands;
}

/** Compose and bake look for it from the folder that is sent. */
export function isRelativeToContext({ path, text }: RepositoryFile, mark: string): boolean {
  if (!/^dockerfile["']?[ \t]*[:=]/i.test(mark)) return false;
  const name = fileName(path);
  return (
    (/compose/i.test(name) && /\.ya?ml$/i.test(name)) ||
    (/\.ya?ml$/.test(name) && /^services:/m.test(text)) ||
    isBake(name, text)
  );
}

export function isBake(name: string, text: string): boolean {
  return name.endsWith(".hcl")
    ? /^[ \t]*target[ \t]/m.test(text)
    : name.endsWith(".json") && /"target"[ \t]{0,8}:[ \t]{0,8}\{/.test(text);
}

function isListItem(line: string): boolean {
  return /^[ \t]*-[ \t]+\S+[ \t\r]*$/.test(line) || /^[ \t]*["'][^"']*["'],?[ \t\r]*$/.test(line);
}

function goesOn(line: string): boolean {
  return /[\\`^]$/.test(line.trimEnd());
}

/** `docker buildx build`, `$(DOCKER) build`, `"$RUNTIME" build`, `['build', ...` */
const command =
  /(?:\b(?:docker|podman|nerdctl|buildah|buildx|sudo)|\$[({]?[A-Z_]{0,20}(?:DOCKER|CONTAINER|BUILD|RUNTIME|ENGINE|PODMAN)[A-Z_]{0,20}[)}]?["']?)[ \t]{1,8}(?:(?:buildx|image|builder)[ \t]{1,8})?(?:build|bud)(?=\s)|\[[ \t]{0,8}["']build["'](?=,)/gi;
/** Limit per text; one with more does not describe builds. */
const mostCommands = 500;

/** Calls of builders, each with the words after `build`. */
export function buildCommands(text: string): readonly { readonly index: number; readonly behind: readonly string[] }[] {
  return [...text.matchAll(command)].slice(0, mostCommands).map(({ index, 0: mark }) => {
    const words = commandAround(text, { start: index, end: index + mark.length });
    return { index, behind: words.slice(words.findIndex((word) => word.includes("\0")) + 1) };
  });
}
