import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A command line in a code block of a page. */
export interface DocumentedCommand {
  readonly page: string;
  /** 1-based. */
  readonly line: number;
  /** As it stands there, without what is said of it. */
  readonly text: string;
  readonly words: readonly string[];
}

/** Lines of code blocks, fenced or indented, that begin with hullproof, npx hullproof, docker hullproof or npm run; a prompt may stand before. */
export function commandsIn(root: string): readonly DocumentedCommand[] {
  const pages = globSync(["*.md", "docs/**/*.md"], { cwd: root })
    .filter((path) => !path.startsWith("docs/rules/"))
    .sort();
  return pages.flatMap((page) => commandsOf(page, readFileSync(join(root, page), "utf8")));
}

export function commandsOf(page: string, text: string): readonly DocumentedCommand[] {
  const found: DocumentedCommand[] = [];
  let isFenced = false;
  const lines = text.split("\n");
  for (const [at, whole] of lines.entries()) {
    if (/^\s*```/.test(whole)) {
      isFenced = !isFenced;
      continue;
    }
    const code = isFenced ? whole : /^ {4}(.*)/s.exec(whole)?.[1];
    const command =
      code === undefined ? undefined : /^(?:\$ )?((?:npx |docker )?hullproof(?: .*)?|npm run .*)$/s.exec(code);
    if (!command) continue;
    for (const one of commandLists(command[1] ?? ""))
      if (/^(?:(?:npx |docker )?hullproof\b|npm run )/.test(one.text)) found.push({ page, line: at + 1, ...one });
  }
  return found;
}

/** The commands of a line that `&&` joins, as a POSIX shell splits them; what stands behind two blanks, or a `#`, is a remark, and redirections are the shell's. */
function commandLists(line: string): readonly Pick<DocumentedCommand, "text" | "words">[] {
  const commands: { text: string; words: string[] }[] = [];
  let [words, word, begin]: [string[], string | undefined, number] = [[], undefined, 0];
  const endWord = () => {
    if (word !== undefined) words.push(word);
    word = undefined;
  };
  const endCommand = (at: number) => {
    endWord();
    commands.push({ text: line.slice(begin, at).trim(), words });
    words = [];
  };
  let at = 0;
  for (; at < line.length; at++) {
    const character = line[at] ?? "";
    const rest = line.slice(at);
    if (character === "'") {
      const end = line.indexOf("'", at + 1);
      word = (word ?? "") + line.slice(at + 1, end === -1 ? undefined : end);
      at = end === -1 ? line.length : end;
    } else if (character === '"') {
      const inner = /^"((?:[^"\\]|\\.)*)"?/s.exec(rest);
      word = (word ?? "") + (inner?.[1] ?? "").replaceAll(/\\(["\\$`])/g, "$1");
      at += (inner?.[0].length ?? 1) - 1;
    } else if (character === "\\") {
      word = (word ?? "") + (line[++at] ?? "");
    } else if (/^(?: {2,}| #| \|| \d?[<>]|\[)/.test(rest) && (character === " " || word === undefined)) break;
    else if (rest.startsWith(" && ")) {
      endCommand(at);
      at += 3;
      begin = at + 1;
    } else if (character === " ") endWord();
    else word = (word ?? "") + character;
  }
  endCommand(at);
  return commands;
}
