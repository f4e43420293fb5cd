import { folderOf, partsOf, pathTo, plainPath } from "./path-word.ts";
import type { IndexedFile, RepositoryIndex } from "./repository-index.ts";
import { fileName, lineOf } from "./repository-texts.ts";
import { lineStart } from "./text-block.ts";

/** Where a file may build the Dockerfile at `ownPath` with another context than its folder; `names` are all its names, by links. */
export function otherContext(index: RepositoryIndex, ownPath: string, names: ReadonlySet<string>): string | undefined {
  const isOwn = ({ path }: IndexedFile): boolean => names.has(path);
  const ownParts = ownPath.split("/");
  for (const file of index.files) {
    if (isOwn(file)) continue;
    const use = file.uses.find(({ parts, inOwnFolder }) => !inOwnFolder && mayMean(parts, ownParts, index));
    if (use !== undefined) return describeUse(file, use.start, use.path);
  }
  const mention = pathsNamed(index, fileName(ownPath)).find(
    ({ file, parts }) => !isOwn(file) && mayMean(parts, ownParts, index),
  );
  if (mention !== undefined) return describeUse(mention.file, mention.start, mention.path);
  return settingsContext(index, isOwn) ?? copiedFolder(index, ownPath, isOwn);
}

function describeUse(file: IndexedFile, at: number, path: string): string {
  return `${lineOf(file, at)} names \`${path.slice(0, 100)}\`, which may be built with another folder`;
}

interface NamedPath {
  readonly file: IndexedFile;
  readonly path: string;
  readonly parts: readonly string[];
  readonly start: number;
}

/** Paths that end with the name and are not mere mentions. */
const pathsNamed = remembered((index, name) =>
  index.files.flatMap((file) => (file.images.isDockerfile ? [] : pathsIn(file, name))),
);

/** Limit per text; with more, anything is possible. */
const mostPaths = 1_000;

function pathsIn(file: IndexedFile, name: string): NamedPath[] {
  const { text } = file;
  const hit: NamedPath[] = [];
  const ends = new Set(file.uses.map(({ end }) => end));
  const moved = new Set(file.movers.map(({ start }) => start));
  const isBuilder = builders.test(text);
  let count = 0;
  for (let at = text.indexOf(name); at !== -1; at = text.indexOf(name, at + name.length)) {
    const end = at + name.length;
    if (/^(?:[\w-]|\.\w)/.test(text.slice(end, end + 2)) || ends.has(end)) continue;
    if (++count > mostPaths) return [...hit, { file, path: name, parts: ["\0"], start: at }];
    const { path, start } = pathTo(text, at, end);
    if (
      fileName(path.replaceAll("\\", "/")) === name &&
      (folderOf(path) !== "." || moved.has(lineStart(text, start)) || isGiven(text, start, end, isBuilder))
    )
      hit.push({ file, path, parts: partsOf(path), start });
  }
  return hit;
}

/** It is read from by `<`, or the value of a key, an item, a string. */
function isGiven(text: string, start: number, end: number, isBuilder: boolean): boolean {
  const line = text.slice(Math.max(lineStart(text, start), start - 400), start);
  if (/<[ \t]{0,8}["']?$|[\w"')}][ \t]{0,8}[:=][ \t]{0,8}$|^[ \t]*-[ \t]{0,8}$/.test(line)) return true;
  const [before = "", after = ""] = [text[start - 1], text[end]];
  return isBuilder && /["']/.test(before) && before === after;
}

const builders = /\b(?:docker|podman|nerdctl|buildah|buildx|buildctl|kaniko|bake|image)/i;

/** Whether a path that a text names may be this file; where it is longer, it is another one if there is one of that name. */
function mayMean(parts: readonly string[], names: readonly string[], { ends }: RepositoryIndex): boolean {
  for (let back = 1; back <= parts.length; back++) {
    const part = parts.at(-back) ?? "";
    if (part.includes("\0")) return isPossible(part, names.at(-back) ?? "");
    if (back > names.length) {
      if (part === "") return true;
      return !ends().has(parts.slice(-back).join("/"));
    }
    if (part !== names.at(-back)) return false;
  }
  return true;
}

/** Around an expansion a name is as it is written. */
function isPossible(part: string, name: string): boolean {
  const first = part.slice(0, part.indexOf("\0"));
  const last = part.slice(part.lastIndexOf("\0") + 1);
  return name === "" || (name.startsWith(first) && name.endsWith(last));
}

const ownContext = /^[ \t]{1,20}["']?context["']?[ \t]{0,8}:([^\n#]*)/m;

function settingsContext({ files }: RepositoryIndex, isOwn: (file: IndexedFile) => boolean): string | undefined {
  for (const file of files) {
    const hit = fileName(file.path) === "hullproof.yaml" && !isOwn(file) ? ownContext.exec(file.text) : null;
    if (hit !== null && !/^["']?\.?\/?["']?$/.test(hit[1]?.trim() ?? ""))
      return `${lineOf(file, hit.index)} names another build context`;
  }
  return undefined;
}

/** A command copies the Dockerfile's folder, so the copy may be built next to other files. */
function copiedFolder(
  index: RepositoryIndex,
  ownPath: string,
  isOwn: (file: IndexedFile) => boolean,
): string | undefined {
  const folder = ownPath.includes("/") ? ownPath.slice(0, ownPath.lastIndexOf("/")) : ".";
  const names = folder.split("/");
  const hit = copiedPaths(index, "").find(
    ({ file, path, parts }) =>
      (path === "." || folder === "." ? path === folder : mayMean(parts, names, index)) && !isOwn(file),
  );
  return hit && `${lineOf(hit.file, hit.start)} may copy \`${folder}\` and build it elsewhere`;
}

/** Operands of commands that copy folders. */
const copiedPaths = remembered((index) =>
  index.files.flatMap((file) =>
    file.movers.flatMap(({ start, text, copies }) =>
      copies
        ? text.split(/[\s"'`;|&()<>]+/).flatMap((word) => {
            const path = plainPath(word.replace(/\/?\*$/, ""));
            const isPath = path === "." ? /^[.*$]/.test(word) : /^(?!-)[\w./@-]*$/.test(path) && /\w/.test(path);
            return isPath ? [{ file, path, parts: partsOf(path), start }] : [];
          })
        : [],
    ),
  ),
);

/** Looked for once in a repository: many of its Dockerfiles have one name. */
function remembered(
  work: (index: RepositoryIndex, name: string) => readonly NamedPath[],
): (index: RepositoryIndex, name: string) => readonly NamedPath[] {
  const tables = new WeakMap<RepositoryIndex, Map<string, readonly NamedPath[]>>();
  return (index, name) => {
    const table = tables.get(index) ?? new Map<string, readonly NamedPath[]>();
    tables.set(index, table);
    const paths = table.get(name) ?? work(index, name);
    table.set(name, paths);
    return paths;
  };
}
