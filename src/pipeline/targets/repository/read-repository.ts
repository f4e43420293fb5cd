import { readdirSync } from "node:fs";
import type { Dirent } from "node:fs";
import { setImmediate } from "node:timers/promises";
import {
  indexFile,
  repositoryIndex,
  type IndexedFile,
  type RepositoryIndex,
} from "../../../facts/repository/repository-index.ts";
import { buildsIn, type DescribedBuild } from "../../../facts/repository/builds-in.ts";
import { builtImages } from "../../../facts/repository/built-images.ts";
import type { RepositoryBuilds } from "../../../facts/repository/build-contexts.ts";
import { isReadme, isRetirementNotice } from "../../../facts/repository/retirement-notice.ts";
import type { RepositoryFile, RepositoryLink } from "../../../facts/repository/repository-texts.ts";
import { maxDepth, openBeneath, type ConfinedFolder } from "../../../sources/files/beneath.ts";
import { openFolder, openRoot, type FolderHandle } from "../../../sources/files/folder-handle.ts";
import { refusedBySystem } from "../../../sources/files/refused.ts";
import { workLimit } from "../../../text/work-limit.ts";
import { cloneIgnores, ignoredBy, ownIgnores, withRules, type IgnoreRules } from "../search/ignore-rules.ts";
import { isComposeName, othersFolders } from "../search/names.ts";
import { repositories } from "../search/repositories.ts";
import { openSubmodules } from "../search/submodules.ts";
import { holdsNoCommands, mayDescribeBuilds } from "./names-without-commands.ts";
import { readRepositoryText } from "./read-text.ts";

/** Limits, beyond which the repository's content is unknown. */
const defaultLimits = { files: 4_000, entries: 40_000, megabytes: 32, milliseconds: 3_000 };
type Limits = typeof defaultLimits;
/** Milliseconds between two yields to the event loop. */
const turnMs = 50;

/** Each Dockerfile is compared with each of them. */
const mostBuilds = 2_000;

/** Thrown inside this module: the reason why reading stops. */
class Unread extends Error {}

/**
 * Texts of a repository, found like its targets: files that Git ignores are not read, and no link leads out. Ignore lists, lock files and non-text
 * files contain no commands. `root` is absolute.
 */
export async function readRepository(
  root: string,
  { signal, limits = {} }: { readonly signal?: AbortSignal | undefined; readonly limits?: Partial<Limits> } = {},
): Promise<RepositoryIndex> {
  const files: IndexedFile[] = [];
  const links: RepositoryLink[] = [];
  const unread = await readTexts(root, {
    limits: { ...defaultLimits, ...limits },
    signal,
    links,
    isWanted: () => true,
    take: (file) => files.push(indexFile(file)),
  });
  if (unread !== undefined) return repositoryIndex([], { unread });
  return repositoryIndex(
    files.sort((a, b) => (a.path < b.path ? -1 : 1)),
    { links },
  );
}

const isKustomization = /(?:^|\/)kustomization(?:\.ya?ml)?$/i;

/** Builds described by scripts, pipelines, Compose files and bake files, as far as the limits allow. */
export async function readBuilds(
  root: string,
  {
    signal,
    milliseconds = defaultLimits.milliseconds,
  }: { readonly signal?: AbortSignal | undefined; readonly milliseconds?: number } = {},
): Promise<RepositoryBuilds> {
  const builds: DescribedBuild[] = [];
  const paths = new Set<string>();
  const images = new Set<string>();
  const kustomizations: string[] = [];
  let isRetired = false;
  await readTexts(root, {
    limits: { ...defaultLimits, files: 8_000, milliseconds },
    signal,
    links: [],
    isWanted: (path) => {
      paths.add(path);
      return mayDescribeBuilds(path) || isReadme(path);
    },
    take: (file) => {
      if (isReadme(file.path)) isRetired ||= isRetirementNotice(file.text);
      if (builds.length < mostBuilds) builds.push(...buildsIn(file));
      for (const image of builtImages(file)) images.add(image);
      if (isKustomization.test(file.path)) kustomizations.push(file.text);
    },
    isPartial: true,
  });
  const kustomized = new Set<string>();
  if (kustomizations.length > 0) {
    const { readKustomization } = await import("../../../facts/repository/read-kustomization.ts");
    for (const image of kustomizations.flatMap(readKustomization)) kustomized.add(image);
  }
  return { builds, paths, folders: foldersOf(paths), images, kustomized, isRetired };
}

function foldersOf(paths: ReadonlySet<string>): ReadonlySet<string> {
  const folders = new Set<string>();
  for (const path of paths)
    for (let at = path.lastIndexOf("/"); at > 0; at = path.lastIndexOf("/", at - 1)) {
      if (folders.has(path.slice(0, at))) break;
      folders.add(path.slice(0, at));
    }
  return folders;
}

interface Reading {
  readonly limits: Limits;
  readonly signal: AbortSignal | undefined;
  readonly links: RepositoryLink[];
  /** Selects files by their path from the top. */
  readonly isWanted: (path: string) => boolean;
  readonly take: (file: RepositoryFile) => void;
  /** Skips unreadable files. */
  readonly isPartial?: true;
}

/** Why some files were not read. */
async function readTexts(root: string, reading: Reading): Promise<string | undefined> {
  try {
    using gate = openBeneath(root, "folder");
    await readAll(root, gate, reading);
    return undefined;
  } catch (error) {
    reading.signal?.throwIfAborted();
    return error instanceof Unread ? error.message : `the repository cannot be read: ${refusedBySystem(error).reason}`;
  }
}

async function readAll(root: string, gate: ConfinedFolder, reading: Reading): Promise<void> {
  const { limits, links, signal, isPartial } = reading;
  const repos = repositories(root, (path) => path);
  const limit = workLimit(`.gitignore in ${root}`);
  const submodules = openSubmodules(gate, (path) => path);
  const end = performance.now() + limits.milliseconds;
  const budget = { files: limits.files, entries: limits.entries, bytes: limits.megabytes * 1024 * 1024 };
  const readPaths = new Set<string>();
  let turn = performance.now();

  submodules.add("", () => repos.indexOf(""));
  await walk(openRoot(root), "", rulesOf([], cloneIgnores, ""));
  const [absent] = submodules.absent();
  if (absent !== undefined) refuse(absent.path, "a submodule that is not checked out");
  // The target of a link may be in an ignored folder.
  for (const { path, target } of links) if (!readPaths.has(target) && !holdsNoCommands(target)) text(target, path);

  function refuse(path: string, reason: string): void {
    if (isPartial !== true) throw new Unread(`\`${path}\` was not read (${reason})`);
  }

  async function walk(opened: FolderHandle, path: string, above: IgnoreRules): Promise<void> {
    using handle = opened;
    const entries = readdirSync(handle.path, { withFileTypes: true });
    budget.entries -= entries.length;
    if (budget.entries < 0)
      throw new Unread(`the repository has more than ${limits.entries} files, which are not read`);
    submodules.entered(path, entries.length);
    let rules = above;
    if (path !== "" && entries.some(({ name }) => name === ".git")) {
      repos.add(path);
      submodules.add(path, () => repos.indexOf(path));
      rules = rulesOf([], cloneIgnores, path);
    }
    if (entries.some(({ name }) => name === ownIgnores)) rules = rulesOf(rules, ownIgnores, path);
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      await breathe();
      const child = path === "" ? entry.name : `${path}/${entry.name}`;
      if (entry.isDirectory()) await enter(handle, entry.name, child, rules);
      else file(entry, child, rules);
    }
  }

  async function enter(parent: FolderHandle, name: string, path: string, rules: IgnoreRules): Promise<void> {
    if (name === ".git" || othersFolders.has(name)) return;
    if (ignoredBy(rules, path, true, limit) !== undefined) {
      for (const tracked of repos.trackedIn(path)) if (!holdsNoCommands(tracked)) text(tracked, tracked);
      return;
    }
    if (path.split("/").length > maxDepth) return refuse(path, `deeper than ${maxDepth} folders`);
    let handle: FolderHandle;
    try {
      handle = openFolder(parent, name);
    } catch (error) {
      return refuse(path, refusedBySystem(error).reason);
    }
    await walk(handle, path, rules);
  }

  function rulesOf(above: IgnoreRules, by: typeof ownIgnores | typeof cloneIgnores, folder: string): IgnoreRules {
    return withRules(above, gate, folder, by, () => {});
  }

  function file(entry: Dirent, path: string, rules: IgnoreRules): void {
    if (holdsNoCommands(path)) return;
    // A personal Compose file is often ignored by Git, and still counts.
    const isLeftOut = ignoredBy(rules, path, false, limit) !== undefined && repos.isTracked(path) !== true;
    if (isLeftOut && !isComposeName(entry.name)) return;
    if (entry.isSymbolicLink()) link(path);
    else if (entry.isFile()) text(path, path);
  }

  function link(path: string): void {
    const target = gate.find(path);
    if (!("refused" in target)) {
      if (target.kind === "file") links.push({ path, target: target.path });
    } else if (target.refused === "outside") refuse(path, "a link that leads out of the repository");
  }

  function text(path: string, name: string): void {
    readPaths.add(path);
    if (!reading.isWanted(name)) return;
    const content = readRepositoryText(gate, path);
    if (content === undefined) return;
    if ("reason" in content) return refuse(name, content.reason);
    budget.files--;
    budget.bytes -= content.bytes;
    if (budget.files < 0) throw new Unread(`the repository has more than ${limits.files} texts, which are not read`);
    if (budget.bytes < 0)
      throw new Unread(`the repository has more than ${limits.megabytes} MB of texts, which are not read`);
    reading.take({ path: name, text: content.text });
  }

  async function breathe(): Promise<void> {
    const time = performance.now();
    if (time > end) throw new Unread(`reading the repository takes longer than ${limits.milliseconds / 1000} s`);
    if (time - turn < turnMs) return;
    await setImmediate();
    signal?.throwIfAborted();
    turn = performance.now();
  }
}
