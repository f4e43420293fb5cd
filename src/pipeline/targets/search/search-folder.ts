import { readdirSync, type Dirent } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { maxDepth, openBeneath } from "../../../sources/files/beneath.ts";
import { openFolder, openRoot, type FolderHandle } from "../../../sources/files/folder-handle.ts";
import { repositoryOf } from "../../../sources/files/confined-path.ts";
import { refusedBySystem } from "../../../sources/files/refused.ts";
import { workLimit } from "../../../text/work-limit.ts";
import { dockerfileLike } from "./content.ts";
import { readHead } from "./read-head.ts";
import { cloneIgnores, ignoredBy, ownIgnores, withRules, type IgnoreRules } from "./ignore-rules.ts";
import { isToldByHead, kindByHead } from "./kind-by-head.ts";
import { joinOverrides } from "./join-overrides.ts";
import { countExclusions, type Skip } from "./exclusions.ts";
import { isNearDockerfileName, kindByName, othersFolders } from "./names.ts";
import { repositories } from "./repositories.ts";
import type { FoundText, SearchResult, NotRead } from "./search-result.ts";
import { openSubmodules } from "./submodules.ts";

/**
 * Finds Dockerfiles, documents and Compose files, sorted by folder and name. `.gitignore` and `.git/info/exclude` apply as in Git, so tracked files are read
 * in any case, and a nested repository has its own rules. Similar files that are not read are reported, and so are absent submodules.
 * Throws `Failure` (`too-complex` for `.gitignore`), and system errors for the folder itself.
 */
export function searchFolder(folder: string, cwd: string): SearchResult {
  const root = resolve(cwd, folder);
  const repository = repositoryOf(root);
  const inside = (path: string): string => join(relative(repository, root), path).replace(/^\.$/, "");
  const displayPath = (path: string): string => (folder === "." ? path || "." : join(folder, path));
  const limit = workLimit(`.gitignore in ${folder}`);
  const foundTexts: (FoundText & { readonly leadsTo?: string })[] = [];
  const folders: string[] = [];
  const unread: NotRead[] = [];
  const passedOver: NotRead[] = [];
  const repos = repositories(repository, inside);
  const out = countExclusions(repos);
  using repositoryFolder = openBeneath(repository, "folder");
  const submodules = openSubmodules(repositoryFolder, inside);

  submodules.add("", () => repos.indexOf(""));
  walk(openRoot(root), "", rulesOf("", [], cloneIgnores, ""), undefined);
  const skipped = out.collect();
  passedOver.push(...submodules.absent());
  const show = (notRead: readonly NotRead[]): NotRead[] =>
    notRead
      .map((notReadFile) => ({ ...notReadFile, path: displayPath(notReadFile.path) }))
      .sort((a, b) => (a.path < b.path ? -1 : 1));
  const plain = new Set(foundTexts.flatMap(({ path, leadsTo }) => (leadsTo === undefined ? [path] : [])));
  return {
    // A document is read once, under its own name; each name of a Dockerfile can be built.
    found: joinOverrides(
      foundTexts
        .filter(({ kind, leadsTo }) => kind === "dockerfile" || leadsTo === undefined || !plain.has(leadsTo))
        .map(({ kind, path, discovered, within }) => ({ kind, path, discovered, within })),
    ),
    folders,
    unread: show([...unread, ...skipped.unread]),
    passedOver: show([...passedOver, ...skipped.passedOver]),
  };

  function walk(opened: FolderHandle, path: string, above: IgnoreRules, skip: Skip | undefined): void {
    using handle = opened;
    if (skip === undefined) folders.push(displayPath(path));
    let entries: Dirent[];
    try {
      entries = readdirSync(handle.path, { withFileTypes: true });
    } catch (error) {
      if (path === "") throw error;
      return cannotEnter(path, refusedBySystem(error).reason, skip);
    }
    submodules.entered(path, entries.length);
    const has = (file: string): boolean => skip === undefined && entries.some(({ name }) => name === file);
    let rules = above;
    if (path !== "" && has(".git")) {
      repos.add(path);
      submodules.add(path, () => repos.indexOf(path));
      rules = rulesOf(path, [], cloneIgnores, inside(path));
    }
    if (has(ownIgnores)) rules = rulesOf(path, rules, ownIgnores, inside(path));
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const child = path === "" ? entry.name : `${path}/${entry.name}`;
      if (skip !== undefined && !out.entry(skip, entry.isDirectory() ? "" : entry.name, child)) return;
      if (entry.isDirectory()) enter(handle, entry.name, child, rules, skip);
      else if (skip === undefined) file(entry, child, rules);
    }
  }

  function rulesOf(
    path: string,
    above: IgnoreRules,
    by: typeof ownIgnores | typeof cloneIgnores,
    folder: string,
  ): IgnoreRules {
    return withRules(
      above,
      repositoryFolder,
      folder,
      by,
      (reason) => void passedOver.push({ path: join(path, by), reason }),
    );
  }

  function enter(parent: FolderHandle, name: string, path: string, rules: IgnoreRules, above: Skip | undefined): void {
    if (name === ".git") return;
    const skip = above ?? skipOf(name, path, rules);
    if (skip !== undefined && above === undefined && skip.why === "ignored")
      for (const tracked of repos.dockerfilesIn(path)) text("dockerfile", true, tracked);
    let handle: FolderHandle;
    try {
      if (path.split("/").length > maxDepth) throw new Error(`it lies deeper than ${maxDepth} folders`);
      handle = openFolder(parent, name);
    } catch (error) {
      return cannotEnter(path, refusedBySystem(error).reason, skip);
    }
    walk(handle, path, rules, skip);
  }

  function cannotEnter(path: string, reason: string, skip: Skip | undefined): void {
    if (skip === undefined) unread.push({ path, reason: `what is in it is not known: ${reason}` });
    else out.unreadable(skip);
  }

  function skipOf(name: string, path: string, rules: IgnoreRules): Skip | undefined {
    if (othersFolders.has(name)) return { why: "others", top: path };
    const by = ignoredBy(rules, inside(path), true, limit);
    return by === undefined ? undefined : { why: "ignored", top: path, by };
  }

  function file(entry: Dirent, path: string, rules: IgnoreRules): void {
    const { name } = entry;
    // Emacs locks what it edits with a link to no file.
    if (name.startsWith(".#") && entry.isSymbolicLink()) return;
    const kind = kindByName(name);
    const near = isNearDockerfileName(name);
    if (kind === undefined && !near && !isToldByHead(name, dirname(path))) return;
    const by = ignoredBy(rules, inside(path), false, limit);
    if (by !== undefined) {
      if (kind === undefined && !near) return;
      if (repos.isTracked(path) !== true) {
        if (kind === "dockerfile" || near) out.file(path, by);
        return;
      }
    }
    if (near) byContent(kind, entry, path);
    else if (kind !== undefined) text(kind, entry.isSymbolicLink(), path);
    else byText(entry, path);
  }

  function text(kind: FoundText["kind"], isLink: boolean, path: string): void {
    const foundText = { kind, path: displayPath(path), discovered: true, within: repository } as const;
    const target = isLink ? repositoryFolder.find(inside(path)) : undefined;
    if (target === undefined) foundTexts.push(foundText);
    else if ("refused" in target) {
      // No program reads an absent script or page; for a Dockerfile the builder reports it.
      if (target.refused === "broken-link" && kind === "document") passedOver.push({ path, reason: target.reason });
      // Git also tracks removed files.
      else if (target.refused !== "missing") foundTexts.push(foundText);
    }
    // A linked folder is searched at its own path.
    else if (target.kind !== "folder")
      foundTexts.push({ ...foundText, leadsTo: displayPath(relative(inside(""), target.path)) });
  }

  /** Recognizes a file by content where its name is ambiguous. */
  function byContent(kind: FoundText["kind"] | undefined, entry: Dirent, path: string): void {
    const head = readHead(repositoryFolder, inside(path));
    if ("refused" in head) {
      if (head.refused !== "folder") unread.push({ path, reason: head.reason });
      return;
    }
    const like = dockerfileLike(head.text);
    if (like === "dockerfile") text("dockerfile", entry.isSymbolicLink(), path);
    else if (kind !== undefined) text(kind, entry.isSymbolicLink(), path);
    else if (like === "template") passedOver.push({ path, reason: "it is a template of a Dockerfile" });
  }

  function byText(entry: Dirent, path: string): void {
    const head = readHead(repositoryFolder, inside(path));
    if (!("text" in head)) return;
    const headKind = kindByHead(entry.name, head.text);
    if (typeof headKind === "string") text(headKind, entry.isSymbolicLink(), path);
    else if (headKind !== undefined) passedOver.push({ path, ...headKind, within: repository });
  }
}
