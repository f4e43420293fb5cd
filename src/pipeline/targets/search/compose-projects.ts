import { basename, dirname, join, resolve } from "node:path";
import { composeFileLists } from "../../../formats/compose/file-lists.ts";
import { envFile } from "../../../formats/compose/env-file.ts";
import { outlineOf, type Outline } from "../../../formats/compose/outline.ts";
import { isBaseComposeName } from "../../../formats/compose/project-files.ts";
import type { FoundText } from "./search-result.ts";

/** Reads an absolute path under a repository. */
type Read = (path: string, repository: string) => string | undefined;
type ReadHere = (path: string) => string | undefined;

/**
 * Groups the Compose files of a folder into projects: an included or extended file is part of the other one, the list of a `.env` is one project, and
 * a file that scripts, documents or comments of Compose files merge over another one is evaluated on top of it. Each file belongs to one target, which has its findings.
 */
export function composeProjects(texts: readonly FoundText[], cwd: string, readIn: Read): readonly FoundText[] {
  const files = texts.filter(isCompose);
  const repository = files[0]?.within ?? cwd;
  const read: ReadHere = (path) => readIn(path, repository);
  if (files.length < 2) return texts;
  const outlines = new Map(
    files.map(({ path }) => {
      const file = resolve(cwd, path);
      const variables = envOf(dirname(file), read);
      return [file, outlineOf(read(file) ?? "", file, (name) => variables.get(name))] as const;
    }),
  );
  const lists = overrideLists(texts, outlines, cwd, read);
  const parts = partsOf(outlines);
  const layers = new Set([...lists.overrides.values()].flat());
  const isPart = (path: string): boolean => parts.has(path) || layers.has(path);
  const roots = files.filter(({ path }) => !isPart(resolve(cwd, path)));
  const owners = ownersOf(roots, outlines, lists.overrides, cwd);
  const defines = new Map<string, string[]>();
  for (const [file, { defines: names }] of outlines)
    for (const name of names) defines.set(name, [...(defines.get(name) ?? []), file]);
  const pathOf = new Map(files.map(({ path }) => [resolve(cwd, path), path]));
  return texts.flatMap((text) => {
    const path = resolve(cwd, text.path);
    if (!isCompose(text)) return [text];
    if (owners.get(path) !== path) return [];
    const over = lists.overrides.get(path)?.map((file) => pathOf.get(file) ?? file) ?? text.layers;
    const under = lists.under.get(path)?.map((file) => pathOf.get(file) ?? file);
    const foreign = reachOf([path, ...(lists.under.get(path) ?? [])], outlines, lists.overrides).filter(
      (file) => owners.get(file) !== path,
    );
    const elsewhere = (outlines.get(path)?.lacks ?? []).filter(
      (name) => defines.get(name)?.some((file) => file !== path) === true,
    );
    return [
      {
        ...text,
        ...(over !== undefined && { layers: over }),
        ...(under !== undefined && { under }),
        ...(foreign.length > 0 && { foreign }),
        ...(elsewhere.length > 0 && { definedElsewhere: elsewhere }),
      },
    ];
  });
}

function envOf(folder: string, read: ReadHere): ReadonlyMap<string, string> {
  const text = read(join(folder, ".env"));
  if (text === undefined) return new Map();
  try {
    const refuse = (_: number, problem: string): never => {
      throw new Error(problem);
    };
    return new Map(Object.entries(envFile(text, { lookup: () => undefined, refuse })));
  } catch {
    return new Map();
  }
}

/** Files that others include, and those under a non-default name whose services are all extended by others. */
function partsOf(outlines: ReadonlyMap<string, Outline>): ReadonlySet<string> {
  const parts = new Set<string>();
  const extended = new Map<string, Set<string>>();
  for (const [file, { includes, extended: names }] of outlines) {
    for (const included of includes) if (included !== file) parts.add(included);
    for (const { file: of, service } of names) {
      if (of === file) continue;
      const services = extended.get(of) ?? new Set();
      extended.set(of, services.add(service));
    }
  }
  for (const [file, services] of extended) {
    const { services: serviceNames = [] } = outlines.get(file) ?? {};
    if (!isBaseComposeName(basename(file)) && serviceNames.every((name) => services.has(name))) parts.add(file);
  }
  return parts;
}

interface Lists {
  /** Override files by the first file of a `.env` list. */
  readonly overrides: ReadonlyMap<string, readonly string[]>;
  /** Base files by a file that is merged over them. */
  readonly under: ReadonlyMap<string, readonly string[]>;
}

function overrideLists(
  texts: readonly FoundText[],
  outlines: ReadonlyMap<string, Outline>,
  cwd: string,
  read: ReadHere,
): Lists {
  const overrides = new Map<string, readonly string[]>();
  const under = new Map<string, readonly string[]>();
  const folders = [...new Set([...outlines.keys()].map((file) => dirname(file)))];
  for (const folder of folders) {
    const { base, rest } = resolveList(
      envOf(folder, read).get("COMPOSE_FILE")?.split(/[:;]/) ?? [],
      [folder],
      outlines,
    );
    if (base !== undefined && rest.length > 0) overrides.set(base, rest);
  }
  const layers = new Set([...overrides.values()].flat());
  // What scripts and documents say counts before the comments of Compose files.
  for (const text of [...texts.filter(isDocument), ...texts.filter(isCompose)]) {
    const file = resolve(cwd, text.path);
    const content = read(file) ?? "";
    for (const list of composeFileLists(isDocument(text) ? content : commentsOf(content))) {
      const { base, rest } = resolveList(list, parents(file, text.within), outlines);
      for (const [at, path] of rest.entries())
        if (base !== undefined && path !== base && !under.has(path) && !layers.has(path))
          under.set(path, [base, ...rest.slice(0, at)]);
    }
  }
  // Ignores files that scripts merge over each other in both directions.
  const mutual = [...under].filter(([path, files]) => files.some((file) => under.get(file)?.includes(path)));
  for (const [path] of mutual) under.delete(path);
  return { overrides, under };
}

const isDocument = ({ kind }: FoundText): boolean => kind === "document";
const isCompose = ({ kind }: FoundText): boolean => kind === "compose";

function commentsOf(yaml: string): string {
  return yaml
    .split("\n")
    .map((line) => line.slice(/(?:^|\s)#/.exec(line)?.index ?? line.length))
    .join("\n");
}

/** The folder of a file and its parents up to the repository: possible working directories of a command. */
function parents(file: string, root: string): readonly string[] {
  const parentFolders: string[] = [];
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    parentFolders.push(folder);
    if (folder === root || folder === dirname(folder)) return parentFolders;
  }
}

/** A list whose files all exist, relative to the first matching folder. */
function resolveList(
  list: readonly string[],
  folders: readonly string[],
  outlines: ReadonlyMap<string, Outline>,
): { readonly base?: string; readonly rest: readonly string[] } {
  for (const folder of folders) {
    const [base, ...rest] = list.map((file) => resolve(folder, file));
    if (base !== undefined && [base, ...rest].every((file) => outlines.has(file))) return { base, rest };
  }
  return { rest: [] };
}

/** The target that owns the findings of each file: the first that reads it. A file that only a cycle reads is a target itself. */
function ownersOf(
  roots: readonly FoundText[],
  outlines: ReadonlyMap<string, Outline>,
  lists: ReadonlyMap<string, readonly string[]>,
  cwd: string,
): ReadonlyMap<string, string> {
  const owners = new Map<string, string>(roots.map(({ path }) => [resolve(cwd, path), resolve(cwd, path)]));
  for (const root of [...owners.keys(), ...outlines.keys()]) {
    if (!owners.has(root)) owners.set(root, root);
    if (owners.get(root) !== root) continue;
    for (const file of reachOf([root], outlines, lists)) if (!owners.has(file)) owners.set(file, root);
  }
  return owners;
}

/** These files, and transitively those that they include, extend or are merged under. */
function reachOf(
  files: readonly string[],
  outlines: ReadonlyMap<string, Outline>,
  lists: ReadonlyMap<string, readonly string[]>,
): readonly string[] {
  const reached = new Set(files);
  // Iteration over a set includes elements added meanwhile.
  for (const file of reached) {
    const { includes = [], extended = [] } = outlines.get(file) ?? {};
    for (const next of [...includes, ...extended.map(({ file: of }) => of), ...(lists.get(file) ?? [])])
      if (outlines.has(next)) reached.add(next);
  }
  return [...reached];
}
