import { folderOf, pathFrom, plainPath, type PathWord } from "./path-word.ts";
import { fileName, type RepositoryFile } from "./repository-texts.ts";

/** A place where a text names the Dockerfile of a build. */
export interface DockerfileUse extends PathWord {
  /** Its build is sent the Dockerfile's own folder, whatever the current folder is. */
  readonly inOwnFolder: boolean;
}

/** Behind an option or a key for a Dockerfile. */
export function dockerfileUses(file: RepositoryFile): readonly DockerfileUse[] {
  const { text } = file;
  const found: DockerfileUse[] = [];
  for (const { index, 0: mark } of text.matchAll(options)) {
    const word = pathFrom(text, valueStart(text, index + mark.length));
    if (word.path === "" || word.path === "-") continue;
    const command = commandAround(text, word);
    if (command.words.includes("build") || !hasOpenEnd(word.path))
      found.push({ ...word, inOwnFolder: isOwnFolder(command, word) });
  }
  for (const { index, 0: mark } of text.matchAll(keys)) {
    const word = pathFrom(text, valueStart(text, index + mark.length));
    if (word.path === "") continue;
    const contexts = contextsIn(blockAround(text, index));
    if (hasOpenEnd(word.path) && contexts.length === 0 && /^file/i.test(mark)) continue;
    const own = folderOf(word.path);
    const inOwnFolder = isRelativeToContext(file, mark)
      ? own === "."
      : contexts.length === 0
        ? own === "."
        : contexts.every((one) => one === own);
    found.push({ ...word, inOwnFolder });
  }
  return found;
}

const options = /(?<![\w-])(?:-[a-zA-Z]{0,3}f(?=[\s=,"'./$\w])|--(?:docker)?file(?:name)?(?=[\s=,"']))/g;
const keys =
  /(?:(?:docker|container)[_-]?file(?:[_-]?(?:path|name|location))?|\bfile(?:name)?)["']?[ \t]{0,8}(?:[:?+]?=|:(?!=)|>)/gi;

function valueStart(text: string, at: number): number {
  return at + (/^["']?[\s=,]{0,60}(?:-\s{1,8})?["']?/.exec(text.slice(at, at + 80))?.[0].length ?? 0);
}

/** The last part is not what its letters say. */
function hasOpenEnd(path: string): boolean {
  return /[$%{*?]/.test(fileName(path.replaceAll("\\", "/")));
}

interface CommandWords {
  readonly words: readonly string[];
}

const lineLimit = 30;

/** The words of the command around a path, over lines that go on; quotes, brackets and commas of a list are no part of them. */
function commandAround(text: string, { start, end }: PathWord): CommandWords {
  let from = lineStart(text, start);
  let to = lineEnd(text, end);
  const isItem = isListItem(text.slice(from, to));
  for (let lines = 0; lines < lineLimit && from > 0; lines++) {
    const before = lineStart(text, from - 1);
    const line = text.slice(before, from - 1);
    if (!(goesOn(line) || (isItem && isListItem(line)))) break;
    from = before;
  }
  for (let lines = 0; lines < lineLimit && to < text.length; lines++) {
    const after = lineEnd(text, to + 1);
    const isPart = goesOn(text.slice(lineStart(text, to), to)) || (isItem && isListItem(text.slice(to + 1, after)));
    if (!isPart) break;
    to = after;
  }
  const before =
    text
      .slice(from, start)
      .split(/&&|\|\||[;|]|\$\(|`/)
      .at(-1) ?? "";
  const after = text.slice(end, to).split(/&&|\|\||[;|>]|`/, 1)[0] ?? "";
  const words = `${before}\0${after}`
    .replace(/[\\^`][ \t]*\r?\n/g, " ")
    .replace(/^[ \t]*-[ \t]+/gm, " ")
    .split(/[\s"',[\]]+/)
    .filter((word) => word !== "");
  return { words };
}

/** Flags of builds without a value. */
const switches =
  /^--?(?:q|quiet|pull|no-cache|rm|force-rm|push|load|squash|compress|debug|D|privileged|layers|isolation)$/;

/** What is left of the words without flags is the folder that is sent. */
function isOwnFolder({ words }: CommandWords, { path }: PathWord): boolean {
  const build = words.findLastIndex((word, index) => /^(?:build|bud)$/.test(word) && index < words.length);
  if (build === -1) return false;
  const rest: string[] = [];
  const behind = words.slice(build + 1);
  for (let at = 0; at < behind.length; at++) {
    const word = behind[at] ?? "";
    if (word.includes("\0")) continue;
    if (!word.startsWith("-") || word === "-") rest.push(word);
    else if (!word.includes("=") && !switches.test(word)) at++;
  }
  return rest.length === 1 && plainPath(rest[0] ?? "") === folderOf(path);
}

/** Lines of the same block, which are indented as far as the one at `at`, or further. */
function blockAround(text: string, at: number): string {
  let from = lineStart(text, at);
  let to = lineEnd(text, at);
  const indent = indentOf(text.slice(from, to));
  for (let lines = 0; lines < lineLimit && from > 0; lines++) {
    const before = lineStart(text, from - 1);
    const line = text.slice(before, from - 1);
    if (line.trim() !== "" && indentOf(line) < indent) break;
    from = before;
  }
  for (let lines = 0; lines < lineLimit && to < text.length; lines++) {
    const after = lineEnd(text, to + 1);
    const line = text.slice(to + 1, after);
    if (line.trim() !== "" && indentOf(line) < indent) break;
    to = after;
  }
  return text.slice(from, to);
}

const folders =
  /(?:\b|_)(?:[\w-]{0,20}context|path|dir|directory|work[_-]?(?:ing)?[_-]?dir(?:ectory)?|workspace|folder|root)["']?[ \t]{0,8}(?:=|:(?!=)|>)/gi;

/** Folders that a block names, which may be what is sent. */
function contextsIn(block: string): readonly string[] {
  return [...block.matchAll(folders)].map(({ index, 0: mark }) =>
    plainPath(pathFrom(block, valueStart(block, index + mark.length)).path),
  );
}

/** Compose and bake look for it from the folder that is sent. */
function isRelativeToContext({ path, text }: RepositoryFile, mark: string): boolean {
  if (!/^dockerfile["']?[ \t]*[:=]/i.test(mark)) return false;
  const name = fileName(path);
  return (
    /compose[^/]*\.ya?ml$/i.test(name) || (/\.ya?ml$/.test(name) && /^services:/m.test(text)) || isBake(name, text)
  );
}

function isBake(name: string, text: string): boolean {
  return name.endsWith(".hcl")
    ? /^[ \t]*target[ \t]/m.test(text)
    : name.endsWith(".json") && /"target"[ \t]{0,8}:[ \t]{0,8}\{/.test(text);
}

function indentOf(line: string): number {
  return /^[ \t]*(?:-[ \t]+)?/.exec(line)?.[0].length ?? 0;
}

function isListItem(line: string): boolean {
  return /^[ \t]*-[ \t]+\S+[ \t\r]*$/.test(line) || /^[ \t]*["'][^"']*["'],?[ \t\r]*$/.test(line);
}

function goesOn(line: string): boolean {
  return /[\\`^]$/.test(line.trimEnd());
}

function lineStart(text: string, at: number): number {
  return text.lastIndexOf("\n", at - 1) + 1;
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end === -1 ? text.length : end;
}
