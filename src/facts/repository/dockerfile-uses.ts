import { commandAround, isRelativeToContext, operandsOf, valueStart } from "./build-command.ts";
import { folderOf, partsOf, pathFrom, plainPath, type PathWord } from "./path-word.ts";
import { fileName, type RepositoryFile } from "./repository-texts.ts";
import { blockAround } from "./text-block.ts";

/** A place where a text names the Dockerfile of a build. */
export interface DockerfileUse extends PathWord {
  readonly parts: readonly string[];
  /** Its build is sent the Dockerfile's own folder, whatever the current folder is. */
  readonly inOwnFolder: boolean;
}

/** Limit of options and keys per text; with more, any file may be used. */
const mostUses = 500;

function anyFile(at: number): DockerfileUse {
  return { path: "*", parts: ["\0"], start: at, end: at, inOwnFolder: false };
}

/** Behind an option or a key for a Dockerfile. */
export function dockerfileUses(file: RepositoryFile): readonly DockerfileUse[] {
  const { text } = file;
  const uses: DockerfileUse[] = [];
  let contexts: readonly NamedFolder[] | undefined;
  const inText = (): readonly NamedFolder[] => (contexts ??= contextsIn(text));
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
      words.some((commandWord) => /build|^bud$|executor/.test(commandWord))
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

/** The path of a key is in the build context. Without a key, that is the current folder in settings files; in code it is unknown. */
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

/** The last part is not what its letters say. */
function hasOpenEnd(path: string): boolean {
  return /[$%{*?]/.test(fileName(path.replaceAll("\\", "/")));
}

/** The word without flags is the build context. */
function isOwnFolder(words: readonly string[], { path }: PathWord): boolean {
  const build = words.findIndex((word) => /^(?:build|bud)$/.test(word));
  if (build === -1) return false;
  const operands = operandsOf(words.slice(build + 1));
  return operands.length === 1 && plainPath(operands[0] ?? "") === folderOf(path);
}

const folders =
  /(?:\b|_)(?:[\w-]{0,20}context|path|dir|directory|work[_-]?(?:ing)?[_-]?dir(?:ectory)?|workspace|folder|root)["']?[ \t]{0,8}(?:=|:(?!=)|>)/gi;

interface NamedFolder {
  readonly key: string;
  readonly path: string;
}

/** Of a block that is too long to look through. */
const unknownFolder: NamedFolder = { key: "context", path: "\0" };

/** Folders that a block names, which may be the build context. */
function contextsIn(block: string): readonly NamedFolder[] {
  return [...block.matchAll(folders)].map(({ index, 0: mark }) => ({
    key: mark.toLowerCase(),
    path: plainPath(pathFrom(block, valueStart(block, index + mark.length)).path),
  }));
}
