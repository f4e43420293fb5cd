import { basename, dirname, join, resolve } from "node:path";
import { composeFileLists } from "../../../formats/command-line/compose-file-lists.ts";
import { envFile } from "../../../formats/compose/env-file.ts";
import { outlineOf, type Outline } from "../../../formats/compose/outline.ts";
import { isBaseComposeName } from "../../../formats/compose/project-files.ts";
import type { FoundText } from "./searched.ts";

/** Of an absolute path beneath a repository. */
type Read = (path: string, repository: string) => string | undefined;
type ReadHere = (path: string) => string | undefined;

/**
 * The Compose files of a folder as projects: a file that another one includes or extends is a part of it, the list of a `.env` is one project, and a file that scripts lay over another
 * one is judged on top of it. Each file has one target that its findings belong to.
 */
export function composeProjects(found: readonly FoundText[], cwd: string, readIn: Read): readonly FoundText[] {
  const files = found.filter(({ kind }) => kind === "compose");
  const repository = files[0]?.within ?? cwd;
  const read: ReadHere = (path) => readIn(path, repository);
  if (files.length < 2) return found;
  const outlines = new Map(
    files.map(({ path }) => {
      const file = resolve(cwd, path);
      const variables = envOf(dirname(file), read);
      return [file, outlineOf(read(file) ?? "", file, (name) => variables.get(name))] as const;
    }),
  );
  const lists = overlaid(found, outlines, cwd, read);
  const parts = partsOf(outlines);
  const layers = new Set([...lists.own.values()].flat());
  const isPart = (path: string): boolean => parts.has(path) || layers.has(path);
  const roots = files.filter(({ path }) => !isPart(resolve(cwd, path)));
  const owners = ownersOf(roots, outlines, lists.own, cwd);
  const defines = new Map<string, string[]>();
  for (const [file, { defines: names }] of outlines)
    for (const name of names) defines.set(name, [...(defines.get(name) ?? []), file]);
  const pathOf = new Map(files.map(({ path }) => [resolve(cwd, path), path]));
  return found.flatMap((one) => {
    const path = resolve(cwd, one.path);
    if (one.kind !== "compose") return [one];
    if (owners.get(path) !== path) return [];
    const over = lists.own.get(path)?.map((file) => pathOf.get(file) ?? file) ?? one.layers;
    const under = lists.under.get(path)?.map((file) => pathOf.get(file) ?? file);
    const foreign = reachOf([path, ...(lists.under.get(path) ?? [])], outlines, lists.own).filter(
      (file) => owners.get(file) !== path,
    );
    const elsewhere = (outlines.get(path)?.lacks ?? []).filter(
      (name) => defines.get(name)?.some((file) => file !== path) === true,
    );
    return [
      {
        ...one,
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

/** Files that others include, and those without a default name of which others extend every service. */
function partsOf(outlines: ReadonlyMap<string, Outline>): ReadonlySet<string> {
  const parts = new Set<string>();
  const extended = new Map<string, Set<string>>();
  for (const [file, { includes, extended: names }] of outlines) {
    for (const one of includes) if (one !== file) parts.add(one);
    for (const { file: of, service } of names) {
      if (of === file) continue;
      const services = extended.get(of) ?? new Set();
      extended.set(of, services.add(service));
    }
  }
  for (const [file, services] of extended) {
    const { services: all = [] } = outlines.get(file) ?? {};
    if (!isBaseComposeName(basename(file)) && all.every((name) => services.has(name))) parts.add(file);
  }
  return parts;
}

interface Lists {
  /** By the first file of a `.env`'s list, the others. */
  readonly own: ReadonlyMap<string, readonly string[]>;
  /** By a file that a script lays over others, those. */
  readonly under: ReadonlyMap<string, readonly string[]>;
}

function overlaid(
  found: readonly FoundText[],
  outlines: ReadonlyMap<string, Outline>,
  cwd: string,
  read: ReadHere,
): Lists {
  const own = new Map<string, readonly string[]>();
  const under = new Map<string, readonly string[]>();
  const folders = [...new Set([...outlines.keys()].map((file) => dirname(file)))];
  for (const folder of folders) {
    const { base, rest } = known(envOf(folder, read).get("COMPOSE_FILE")?.split(/[:;]/) ?? [], [folder], outlines);
    if (base !== undefined && rest.length > 0) own.set(base, rest);
  }
  const layers = new Set([...own.values()].flat());
  for (const one of found) {
    if (one.kind !== "document") continue;
    const file = resolve(cwd, one.path);
    for (const list of composeFileLists(read(file) ?? "")) {
      const { base, rest } = known(list, parents(file, one.within), outlines);
      for (const [at, path] of rest.entries())
        if (base !== undefined && path !== base && !under.has(path) && !layers.has(path))
          under.set(path, [base, ...rest.slice(0, at)]);
    }
  }
  // One that is laid over a file in turn laid over it is not understood.
  for (const [path, files] of under) if (files.some((file) => under.get(file)?.includes(path))) under.delete(path);
  return { own, under };
}

/** The folder of a file and those above it, up to the repository: where a command may run. */
function parents(file: string, root: string): readonly string[] {
  const all: string[] = [];
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    all.push(folder);
    if (folder === root || folder === dirname(folder)) return all;
  }
}

/** A list whose files were all found, from the first of the folders that it fits. */
function known(
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

/** The target that the findings in each file belong to: the first that reads it. A file that only a circle reads is a target itself. */
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

/** These files, and what they include, extend and are laid under, and so on. */
function reachOf(
  files: readonly string[],
  outlines: ReadonlyMap<string, Outline>,
  lists: ReadonlyMap<string, readonly string[]>,
): readonly string[] {
  const reached = new Set(files);
  // A set hands out what is added while it is walked.
  for (const file of reached) {
    const { includes = [], extended = [] } = outlines.get(file) ?? {};
    for (const next of [...includes, ...extended.map(({ file: of }) => of), ...(lists.get(file) ?? [])])
      if (outlines.has(next)) reached.add(next);
  }
  return [...reached];
}
