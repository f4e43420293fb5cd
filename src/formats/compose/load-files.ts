import { Failure } from "../../domain/failure.ts";
import { isNull, mapAt, withKeys, type ComposeNode, type MapNode, type Place } from "./compose-node.ts";
import { canonical } from "./canonical.ts";
import { applyExtends, type Extending } from "./apply-extends.ts";
import { folderOf } from "./clean-path.ts";
import { includesOf } from "./includes-of.ts";
import { interpolateValues, type Lookup } from "./interpolate-values.ts";
import { mergeNodes } from "./merge.ts";
import { readDocuments } from "./read-documents.ts";
import { refuseAt } from "./refuse-at.ts";
import { withVariablesOf } from "./with-variables-of.ts";
import { remoteNote } from "./remote-source.ts";
import { projectRule } from "./schema/project-rule.ts";
import { judge } from "./schema/judge.ts";
import { keyOf } from "./schema/key-of.ts";
import { worded } from "./schema/worded.ts";
import { absolute, resolvePaths, type Base } from "./resolve-paths.ts";
import { withDefaults } from "./with-defaults.ts";
import { withoutResets, withoutTagged } from "./tags.ts";
import { unique } from "./unique.ts";
import { readEach } from "./unread-files.ts";
import type { ComposeQuirks } from "./quirks.ts";

/** Options for reading files. Every path is absolute. */
export interface Reading {
  /**
   * The text of a file. Throws for one that can't or must not be read, with `from` as the place that names it, and
   * `UnreadFiles` for one that is not loaded yet.
   */
  read(path: string, from: Place | undefined): string;
  /** As a person sees it. */
  readonly shown: (path: string) => string;
  /** Variables of an include's own env files, or of the `.env` in its folder, under those that are known already. */
  included(
    files: readonly { readonly path: string; readonly from: Place }[] | undefined,
    folder: string,
    outer: Lookup,
  ): Lookup;
  readonly home: string | undefined;
  /** Hears of a file or project elsewhere that is never fetched, or may not be read. The model is whole but for it. */
  elsewhere(told: string, at: Place): void;
  /**
   * Hears of what the schema refuses, which is else thrown. The files are then read on for what they say all the same, and a service that extends one elsewhere
   * keeps its `extends`.
   */
  refused?(found: Failure): void;
}

/** As often as the files of one project may be read: those that are included or extended twice count twice. */
const maxReads = 1000;
/** Characters of all that is read for one project, in the same way. */
export const maxLength = 16 * 1024 * 1024;

export interface Loading {
  readonly quirks: ComposeQuirks;
  readonly reading: Reading;
  readonly base: Base;
  readonly lookup: Lookup;
  /** Files that include this one, outermost first. */
  readonly including: readonly string[];
  /** Files read so far; shared by all loads of a project. */
  readonly done: {
    reads: number;
    length: number;
    readonly texts: Map<string, string>;
    /** A file that many services extend is parsed once. */
    readonly documents: Map<string, readonly MapNode[]>;
    /** Services of a file, by the variables that its values were resolved with. */
    readonly services: WeakMap<readonly MapNode[], Map<Lookup, MapNode | undefined>>;
  };
}

/** For a project whose files are not read yet, except for `texts`, by path. */
export function emptyDone(texts = new Map<string, string>()): Loading["done"] {
  return { reads: 0, length: 0, texts, documents: new Map(), services: new WeakMap() };
}

/**
 * Files layered as docker compose layers them: each in its variables, with what it includes and extends, merged onto the one before, every
 * short form long and every path absolute. Throws `bad-config` with file and line for what docker compose refuses.
 */
export function loadFiles(paths: readonly string[], loading: Loading, from?: Place): MapNode {
  const first: MapNode = mapAt({ place: { file: loading.reading.shown(paths[0] ?? ""), line: 1, column: 1 } }, []);
  const merged = paths.reduce((model, path) => loadFile(path, model, loading, from), first);
  return resolvePaths(withDefaults(merged, loading.quirks), loading.base) as MapNode;
}

function loadFile(path: string, baseModel: MapNode, loading: Loading, from: Place | undefined): MapNode {
  const { quirks } = loading;
  let model: ComposeNode = baseModel;
  for (const document of documentsOf(path, loading, from)) {
    let fileModel = interpolateValues(document, loading.lookup, quirks) as MapNode;
    if (quirks.includesBeforeExtends) fileModel = withIncludes(fileModel, path, loading);
    model = withoutTagged(model, fileModel);
    fileModel = applyExtends(fileModel, extendingOf(path, loading));
    if (!quirks.includesBeforeExtends) fileModel = withIncludes(fileModel, path, loading);
    const merged = unique(mergeNodes(model, withoutResets(fileModel), quirks)) as MapNode;
    refuseUnlike(merged, loading);
    model = unique(canonical(withKeys(merged, [["version", undefined]]), quirks));
  }
  return model as MapNode;
}

/** Throws `bad-config` with docker compose's own words for what its schema refuses. */
function refuseUnlike(model: MapNode, { quirks: { version }, reading }: Loading): void {
  const schemaError = worded(judge(model, projectRule, version), version);
  if (schemaError === undefined) return;
  const failure = refuseAt(schemaError.problem.place, schemaError.text);
  if (reading.refused === undefined) throw failure;
  reading.refused(failure);
}

/** Nothing where a file may not be read; one that is not there is refused. */
function orElsewhere<T>(read: () => T, at: Place, { reading }: Loading): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== "unreadable") throw error;
    reading.elsewhere(error.message, at);
    return undefined;
  }
}

function documentsOf(path: string, { reading, done, quirks }: Loading, from: Place | undefined): readonly MapNode[] {
  const displayPath = reading.shown(path);
  const text = done.texts.get(path) ?? reading.read(path, from);
  done.texts.set(path, text);
  done.length += text.length;
  if (++done.reads > maxReads || done.length > maxLength)
    throw refuseAt(
      from ?? { file: displayPath, line: 1, column: 1 },
      `files of the project are read more than ${maxReads} times, or are longer than ${maxLength} characters together`,
      "Include and extend fewer files.",
    );
  const documents = done.documents.get(path) ?? readDocuments(text, displayPath, quirks);
  done.documents.set(path, documents);
  return documents;
}

function extendingOf(path: string, loading: Loading): Extending {
  const { quirks } = loading;
  return {
    quirks,
    file: path,
    shown: loading.reading.shown,
    remote: (location, at) => loading.reading.elsewhere(remoteNote(location, "extended"), at),
    marks: loading.reading.refused !== undefined,
    elsewhere: (file) => extendingOf(file, loading),
    services(fileName, from, by) {
      const file = absolute(fileName, { ...loading.base, folder: folderOf(path) });
      const documents = orElsewhere(() => documentsOf(file, loading, from), from, loading);
      if (documents === undefined) return undefined;
      const byLookup = loading.done.services.get(documents) ?? new Map<Lookup, MapNode | undefined>();
      loading.done.services.set(documents, byLookup);
      if (!byLookup.has(loading.lookup)) {
        const base = { ...loading.base, folder: folderOf(file) };
        byLookup.set(loading.lookup, servicesOf(documents, base, loading, { fileName, by }));
      }
      return { path: file, services: byLookup.get(loading.lookup) };
    },
  };
}

/** Services of another file: in their variables and long forms, neither validated whole nor with its own includes. */
function servicesOf(
  documents: readonly MapNode[],
  base: Base,
  { quirks, lookup }: Loading,
  { fileName, by }: { readonly fileName: string; readonly by: string },
): MapNode | undefined {
  let services: MapNode | undefined;
  for (const document of documents) {
    const fileModel = interpolateValues(document, lookup, quirks) as MapNode;
    const long = resolvePaths(unique(canonical(unique(withKeys(fileModel, [["include", undefined]])), quirks)), base);
    const fileServices = long.kind === "map" ? long.entries.get("services") : undefined;
    if (fileServices !== undefined && !isNull(fileServices) && fileServices.kind !== "map")
      throw refuseAt(fileServices.place, `cannot extend service "${by}" in ${fileName}: services must be a mapping`);
    if (fileServices?.kind !== "map") continue;
    services =
      services === undefined
        ? fileServices
        : (mergeNodes(withoutTagged(services, fileServices), withoutResets(fileServices), quirks, [
            "services",
          ]) as MapNode);
  }
  return services;
}

/** Included services, networks and the like come below the file's own. */
function withIncludes(document: MapNode, path: string, loading: Loading): MapNode {
  const including = [...loading.including, path];
  let model = withKeys(document, [["include", undefined]]);
  readEach(includesOf(document, loading.base), ({ paths, remote, folder, envFiles, place }) => {
    for (const { text, place: at } of remote) loading.reading.elsewhere(remoteNote(text, "included"), at);
    if (paths.length === 0) return;
    const cycle = paths.find((includedPath) => including.includes(includedPath));
    if (cycle !== undefined)
      throw refuseAt(
        place,
        `include cycle detected: ${[...including, cycle].map(loading.reading.shown).join(" includes ")}`,
        "Remove one of these includes.",
      );
    const lookup = loading.reading.included(envFiles, folder, loading.lookup);
    const inside = { ...loading, base: { ...loading.base, folder }, lookup, including };
    const imported = orElsewhere(() => withVariablesOf(loadFiles(paths, inside, place), lookup), place, loading);
    if (imported !== undefined) model = importInto(model, imported, loading.quirks);
  });
  return model;
}

const imports = ["services", "volumes", "networks", "secrets", "configs", "models"] as const;

function importInto(model: MapNode, imported: MapNode, quirks: ComposeQuirks): MapNode {
  const sections = imports.flatMap((key): [string, ComposeNode][] => {
    const theirs = imported.entries.get(key);
    const ours = model.entries.get(key);
    if (theirs?.kind !== "map" || theirs.entries.size === 0) return [];
    if (ours?.kind !== "map") return [[key, theirs]];
    const entries = new Map(ours.entries);
    for (const [name, value] of theirs.entries) {
      const currentNode = entries.get(name);
      entries.set(name, currentNode === undefined ? value : onBothSides(value, currentNode, quirks, [key, name]));
    }
    return [[key, { ...ours, entries }]];
  });
  return withKeys(model, sections);
}

/** The file's own definition over the included one. Its tags stay: earlier files need them too. */
function onBothSides(
  theirs: ComposeNode,
  ownNode: ComposeNode,
  quirks: ComposeQuirks,
  path: readonly string[],
): ComposeNode {
  if (quirks.mergesIncludes) return mergeNodes(withoutTagged(theirs, ownNode), withoutResets(ownNode), quirks, path);
  if (ownNode.tag === "reset") return theirs;
  if (keyOf(theirs) === keyOf(ownNode)) return ownNode;
  throw refuseAt(
    ownNode.place,
    `${path.join(".")} conflicts with imported resource`,
    `Define it in one of the two: it is included from ${theirs.place.file}:${theirs.place.line}.`,
  );
}
