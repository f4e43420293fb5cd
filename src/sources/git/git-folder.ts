import { join, resolve } from "node:path";
import { atFolder } from "../files/read-named.ts";

/** Folders of a repository's references and objects. Absolute. */
export interface GitFolder {
  /** The top of the work tree. */
  readonly top: string;
  /** Contains HEAD. */
  readonly own: string;
  /** Contains `refs`, `packed-refs` and `objects`; another folder for a linked work tree. */
  readonly common: string;
}

/**
 * The repository with its work tree at `top`, or why its commits cannot be read. The `.git` of a linked work tree is
 * a file with another path, which a repository could set to any folder: only one that links back to this work tree is
 * used (gitrepository-layout(5)).
 */
export function gitFolder(top: string): GitFolder | { readonly why: string } {
  const dotGit = join(top, ".git");
  const lookup = atFolder(top, (beneath) => beneath.find(".git"));
  if ("refused" in lookup) return { why: "there is no repository of Git here" };
  if (lookup.kind === "folder") return { top, own: dotGit, common: dotGit };
  const link = textAt(top, ".git");
  const linkedPath = /^gitdir: ([^\n]+)\n*$/.exec(link ?? "")?.[1];
  if (linkedPath === undefined) return { why: "its .git is damaged" };
  const elsewhere = resolve(top, linkedPath);
  const back = textAt(elsewhere, "gitdir")?.trim();
  const common = textAt(elsewhere, "commondir")?.trim();
  if (back === undefined || common === undefined || resolve(elsewhere, back) !== dotGit)
    return { why: "its .git leads to a folder that does not name this work tree" };
  return { top, own: elsewhere, common: resolve(elsewhere, common) };
}

/**
 * Why commits of an unsupported repository format cannot be read (git-config(1), `extensions.*`;
 * gitrepository-layout(5)); undefined for a supported one.
 */
export function otherKind({ common }: GitFolder): string | undefined {
  const config = textAt(common, "config", 1024 * 1024) ?? "";
  if (/^[ \t]{0,20}objectformat[ \t]{0,20}=[ \t]{0,20}"?sha256/im.test(config))
    return "this repository names its objects by SHA-256, which is not read";
  if (/^[ \t]{0,20}refstorage[ \t]{0,20}=[ \t]{0,20}"?reftable/im.test(config))
    return "this repository keeps its references as reftable, which is not read";
  if (textAt(common, "objects/info/alternates") !== undefined)
    return "this repository borrows its objects from another one (objects/info/alternates), which is not read";
  return undefined;
}

/** A small text file below a folder; undefined if there is none. */
export function textAt(folder: string, path: string, limit = 4096): string | undefined {
  const read = atFolder(folder, (beneath) => beneath.read(path, limit));
  return "refused" in read ? undefined : read.bytes.toString("utf8");
}
