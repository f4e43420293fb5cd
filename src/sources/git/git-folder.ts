import { join, resolve } from "node:path";
import { atFolder } from "../files/read-named.ts";

/** Where a repository keeps its references and its objects. Absolute. */
export interface GitFolder {
  /** The top of the work tree. */
  readonly top: string;
  /** HEAD is here. */
  readonly own: string;
  /** `refs`, `packed-refs` and `objects` are here; another folder for a linked work tree. */
  readonly common: string;
}

/**
 * The repository whose work tree has its top at `top`, or why its commits can't be read. The `.git` of a linked work tree is a file that leads elsewhere, which a
 * repository could say of any folder: only one that names this work tree in turn is read (gitrepository-layout(5)).
 */
export function gitFolder(top: string): GitFolder | { readonly why: string } {
  const own = join(top, ".git");
  const found = atFolder(top, (beneath) => beneath.find(".git"));
  if ("refused" in found) return { why: "there is no repository of Git here" };
  if (found.kind === "folder") return { top, own, common: own };
  const link = textAt(top, ".git");
  const named = /^gitdir: ([^\n]+)\n*$/.exec(link ?? "")?.[1];
  if (named === undefined) return { why: "its .git is damaged" };
  const elsewhere = resolve(top, named);
  const back = textAt(elsewhere, "gitdir")?.trim();
  const common = textAt(elsewhere, "commondir")?.trim();
  if (back === undefined || common === undefined || resolve(elsewhere, back) !== own)
    return { why: "its .git leads to a folder that does not name this work tree" };
  return { top, own: elsewhere, common: resolve(elsewhere, common) };
}

/** A small text beneath a folder; undefined where it is not a file there. */
export function textAt(folder: string, path: string, limit = 4096): string | undefined {
  const read = atFolder(folder, (beneath) => beneath.read(path, limit));
  return "refused" in read ? undefined : read.bytes.toString("utf8");
}
