import { folderOf, partsOf, pathFrom, plainPath, type PathWord } from "./path-word.ts";
import { fileName, type RepositoryFile } from "./repository-texts.ts";
import { blockAround, blockLimit, lineEnd, lineLimit, lineStart } from "./text-block.ts";

/** A place where a text names the Dockerfile of a build. */
export interface DockerfileUse extends PathWord {
  readonly parts: readonly string[];
  /** Its build is sent the Dockerfile's own folder, whatever the current folder is. */
  readonly inOwnFolder: boolean;
}

/** Options and keys that are looked at in one text; what has more may name anything. */
const mostUses = 500;

function anyFile(at: number): DockerfileUse {
  return { path: "*", parts: ["\0"], start: at, end: at, inOwnFolder: false };
}

/** Behind an option or a key for a Dockerfile. */
export function dockerfileUses(file: RepositoryFile): readonly DockerfileUse[] {
  const { text } = file;
  const uses: DockerfileUse[] = [];
  let all: readonly NamedFolder[] | undefined;
  const inText = (): readonly NamedFolder[] => (all ??= contextsIn(text));
  let count = 0;
  for (const { index, 0: mark } of text.matchAll(options)) {
    if (++count > mostUses) return [...uses, anyFile(index)];
    const word = pathFrom(text, valueStart(text, index + mark.length));
    if (word.path === "" || word.path === "-") continue;
    const words = commandAround(text, word);
    const isOpen = hasOpenEnd(word.path);
    if (
      !isOpen ||
      mark.includes("docker") ||
      words.length === 0 ||
      words.some((one) => /build|^bud$|executor/.test(one))
    )
      uses.push({ ...word, parts: partsOf(word.path), inOwnFolder: !isOpen && isOwnFolder(words, word) });
  }
  for (const { index, 0: mark } of text.matchAll(keys)) {
    if (++count > mostUses) return [...uses, anyFile(index)];
    const word = pathFrom(text, valueStart(text, index + mark.length));
    if (/^[*_]*$/.test(word.path)) continue;
    const block = blockAround(text, index);
    const contexts = block === undefined ? [unknownFolder] : contextsIn(block);
    const isOpen = hasOpenEnd(word.path);
    if (isOpen && /^file/i.test(mark) && !contexts.some(({ key }) => key.includes("context"))) continue;
    uses.push({
      ...word,
      parts: partsOf(word.path),
      inOwnFolder: !isOpen && isBesideContext(file, mark, folderOf(word.path), { contexts, inText }),
    });
  }
  return uses;
}

/** What a key names is in the folder that is sent. Without one, that is the current folder in files of settings; what code makes of it is not known. */
function isBesideContext(
  file: RepositoryFile,
  mark: string,
  folder: string,
  { contexts, inText }: { readonly contexts: readonly NamedFolder[]; readonly inText: () => readonly NamedFolder[] },
): boolean {
  if (isRelativeToContext(file, mark)) return folder === ".";
  if (contexts.length > 0) return contexts.every(({ path }) => path === folder);
  if (folder !== "." || !/\.(?:ya?ml|json|toml|hcl)$/i.test(file.path)) return false;
  return inText().every(({ key, path }) => !key.includes("context") || path === ".");
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

/** The words of the command around a path, which is left out, over lines that go on; quotes, brackets and commas of a list are no part of them. */
function commandAround(text: string, { start, end }: PathWord): readonly string[] {
  let from = lineStart(text, start);
  let to = lineEnd(text, end);
  if (to - from > blockLimit) return [];
  const isItem = isListItem(text.slice(from, to));
  for (let lines = 0; lines < lineLimit && from > 0 && to - from < blockLimit; lines++) {
    const before = lineStart(text, from - 1);
    const line = text.slice(before, from - 1);
    if (!(goesOn(line) || (isItem && isListItem(line)))) break;
    from = before;
  }
  for (let lines = 0; lines < lineLimit && to < text.length && to - from < blockLimit; lines++) {
    const after = lineEnd(text, to + 1);
    const isPart = goesOn(text.slice(lineStart(text, to), to)) || (isItem && isListItem(text.slice(to + 1, after)));
    if (!isPart) break;
    to = after;
  }
  const before = plainWords(text.slice(from, start)).split(/&&|\|\||[;|]|\$\(|`/);
  const after = plainWords(text.slice(end, to)).split(/&&|\|\||[;|>)]|`/, 1);
  return `${before.at(-1) ?? ""}\0${after[0] ?? ""}`
    .replace(/^[ \t]*-[ \t]+/gm, " ")
    .replaceAll("\u0001", "$(")
    .replaceAll("\u0002", ")")
    .split(/[\s"',[\]]+/)
    .filter((word) => word !== "");
}

/** Lines that go on are one, and an expansion is one word, in which no command begins. */
function plainWords(text: string): string {
  return text
    .replace(/[\\^`][ \t]*\r?\n/g, " ")
    .replace(/\$\([^()\n]*\)/g, (one) => `\u0001${one.slice(2, -1).replace(/[\s"']+/g, "")}\u0002`)
    .replace(/\$?\{\{?[^{}\n]*\}/g, (one) => one.replace(/[\s"']+/g, ""));
}

/** Flags of builds without a value. */
const switches = /^--?(?:q|quiet|pull|no-cache|rm|force-rm|push|load|squash|compress|debug|D|privileged|layers)$/;

/** What is left of the words without flags is the folder that is sent. */
function isOwnFolder(words: readonly string[], { path }: PathWord): boolean {
  const build = words.findIndex((word) => /^(?:build|bud)$/.test(word));
  if (build === -1) return false;
  const rest: string[] = [];
  const behind = words.slice(build + 1);
  for (let at = 0; at < behind.length; at++) {
    const word = behind[at] ?? "";
    if (word.includes("\0")) continue;
    if (!word.startsWith("-") || word === "-") rest.push(word);
    else if (!word.includes("=") && !switches.test(word) && !(behind[at + 1] ?? "").includes("\0")) at++;
  }
  return rest.length === 1 && plainPath(rest[0] ?? "") === folderOf(path);
}

const folders =
  /(?:\b|_)(?:[\w-]{0,20}context|path|dir|directory|work[_-]?(?:ing)?[_-]?dir(?:ectory)?|workspace|folder|root)["']?[ \t]{0,8}(?:=|:(?!=)|>)/gi;

interface NamedFolder {
  readonly key: string;
  readonly path: string;
}

/** Of a block that is too long to look through. */
const unknownFolder: NamedFolder = { key: "context", path: "\0" };

/** Folders that a block names, which may be what is sent. */
function contextsIn(block: string): readonly NamedFolder[] {
  return [...block.matchAll(folders)].map(({ index, 0: mark }) => ({
    key: mark.toLowerCase(),
    path: plainPath(pathFrom(block, valueStart(block, index + mark.length)).path),
  }));
}

/** Compose and bake look for it from the folder that is sent. */
function isRelativeToContext({ path, text }: RepositoryFile, mark: string): boolean {
  if (!/^dockerfile["']?[ \t]*[:=]/i.test(mark)) return false;
  const name = fileName(path);
  return (
    (/compose/i.test(name) && /\.ya?ml$/i.test(name)) ||
    (/\.ya?ml$/.test(name) && /^services:/m.test(text)) ||
    isBake(name, text)
  );
}

function isBake(name: string, text: string): boolean {
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
