import { readdirSync, type Dirent } from "node:fs";
import { join, relative, resolve } from "node:path";
import { maxDepth, openBeneath } from "../../../sources/files/beneath.ts";
import { openFolder, openRoot, type FolderHandle } from "../../../sources/files/folder-handle.ts";
import { repositoryOf } from "../../../sources/files/named-place.ts";
import { refusedBySystem } from "../../../sources/files/refused.ts";
import { workLimit } from "../../../text/work-limit.ts";
import { dockerfileLike, isManifest } from "./content.ts";
import { headOf } from "./head-of.ts";
import { isIgnored, withOwnRules, type IgnoreRules } from "./ignored.ts";
import { leftOut, type Skip } from "./left-out.ts";
import {
  documentName,
  isComposeName,
  isDockerfileName,
  isNearDockerfileName,
  isYamlName,
  othersFolders,
} from "./names.ts";
import type { FoundText, Searched, Told } from "./searched.ts";

/**
 * Dockerfiles and documents of a folder, by folder and name. `.gitignore` is honoured as Git does, so what it tracks is read all the same.
 * Whatever looks like one and is not read is told. Throws `Failure` (`too-complex` for `.gitignore`), and what the system throws for the
 * folder itself.
 */
export function searchFolder(folder: string, cwd: string): Searched {
  const root = resolve(cwd, folder);
  const repository = repositoryOf(root);
  const inside = (path: string): string => join(relative(repository, root), path).replace(/^\.$/, "");
  const shown = (path: string): string => (folder === "." ? path || "." : join(folder, path));
  const limit = workLimit(`.gitignore in ${folder}`);
  const found: (FoundText & { readonly leadsTo?: string })[] = [];
  const unread: Told[] = [];
  const passedOver: Told[] = [];
  const out = leftOut(repository, inside);
  using beneath = openBeneath(repository, "folder");

  walk(openRoot(root), "", [], undefined);
  const told = out.told();
  const show = (all: readonly Told[]): Told[] =>
    all.map(({ path, reason }) => ({ path: shown(path), reason })).sort((a, b) => (a.path < b.path ? -1 : 1));
  const plain = new Set(found.flatMap(({ path, leadsTo }) => (leadsTo === undefined ? [path] : [])));
  return {
    // A document is read once, under its own name; of a Dockerfile each name is one that can be built.
    found: found
      .filter(({ kind, leadsTo }) => kind === "dockerfile" || leadsTo === undefined || !plain.has(leadsTo))
      .map(({ kind, path, discovered, within }) => ({ kind, path, discovered, within })),
    unread: show([...unread, ...told.unread]),
    passedOver: show([...passedOver, ...told.passedOver]),
  };

  function walk(opened: FolderHandle, path: string, above: IgnoreRules, skip: Skip | undefined): void {
    using handle = opened;
    let entries: Dirent[];
    try {
      entries = readdirSync(handle.path, { withFileTypes: true });
    } catch (error) {
      if (path === "") throw error;
      return cannotEnter(path, refusedBySystem(error).reason, skip);
    }
    const ignored = (reason: string): void =>
      void passedOver.push({ path: join(path, ".gitignore"), reason: `${reason}, so nothing is left out for it` });
    const own = skip === undefined && entries.some(({ name }) => name === ".gitignore");
    const rules = own ? withOwnRules(above, beneath, inside(path), ignored) : above;
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const child = path === "" ? entry.name : `${path}/${entry.name}`;
      if (skip !== undefined && !out.entry(skip, entry.isDirectory() ? "" : entry.name, child)) return;
      if (entry.isDirectory()) enter(handle, entry.name, child, rules, skip);
      else if (skip === undefined) file(entry, child, rules);
    }
  }

  function enter(parent: FolderHandle, name: string, path: string, rules: IgnoreRules, above: Skip | undefined): void {
    if (name === ".git") return;
    const skip = above ?? skipOf(name, path, rules);
    if (skip !== undefined && above === undefined && skip.why === "ignored")
      for (const tracked of out.trackedIn(path)) text("dockerfile", true, tracked);
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
    return isIgnored(rules, inside(path), true, limit) ? { why: "ignored", top: path } : undefined;
  }

  function file(entry: Dirent, path: string, rules: IgnoreRules): void {
    const { name } = entry;
    const kind = isDockerfileName(name) ? "dockerfile" : documentName.test(name) ? "document" : undefined;
    const near = isNearDockerfileName(name);
    if (kind === undefined && !near && !isYamlName(name)) return;
    if (isIgnored(rules, inside(path), false, limit)) {
      if (kind === undefined && !near) return;
      if (out.isTracked(path) !== true) {
        if (kind === "dockerfile" || near) out.file(path);
        return;
      }
    }
    if (near) byContent(kind, entry, path);
    else if (kind !== undefined) text(kind, entry.isSymbolicLink(), path);
    else yaml(name, path);
  }

  function text(kind: FoundText["kind"], isLink: boolean, path: string): void {
    const own = { kind, path: shown(path), discovered: true, within: repository } as const;
    const target = isLink ? beneath.find(inside(path)) : undefined;
    if (target === undefined) found.push(own);
    else if ("refused" in target) {
      // Git tracks what was removed, too.
      if (target.refused !== "missing") found.push(own);
    }
    // A folder is searched where it lies.
    else if (target.kind !== "folder") found.push({ ...own, leadsTo: shown(relative(inside(""), target.path)) });
  }

  /** The name does not decide, so the content does. */
  function byContent(kind: FoundText["kind"] | undefined, entry: Dirent, path: string): void {
    const head = headOf(beneath, inside(path));
    if ("refused" in head) {
      if (head.refused !== "folder") unread.push({ path, reason: head.reason });
      return;
    }
    const like = dockerfileLike(head.text);
    if (like === "dockerfile") text("dockerfile", entry.isSymbolicLink(), path);
    else if (kind !== undefined) text(kind, entry.isSymbolicLink(), path);
    else if (like === "template") passedOver.push({ path, reason: "it is a template of a Dockerfile" });
  }

  function yaml(name: string, path: string): void {
    if (isComposeName(name)) return void passedOver.push({ path, reason: "Compose files are not checked yet" });
    const head = headOf(beneath, inside(path));
    if ("text" in head && isManifest(head.text))
      passedOver.push({ path, reason: "Kubernetes manifests are not checked yet" });
  }
}
