import type { ImageInfo } from "../domain/image.ts";
import type { ImageRead } from "../sources/image/read-image.ts";
import { carrierOf } from "./content-of.ts";
import type { Tree } from "./tree.ts";
import { walkTree } from "./tree.ts";

/** Files with the set-user-ID or set-group-ID bit (04000, 02000: inode(7)), by path. */
export function findSetuid(read: ImageRead, tree: Tree): ImageInfo["setuid"] {
  const found: ImageInfo["setuid"][number][] = [];
  for (const { path, entry, layer } of walkTree(tree)) {
    if ((entry.mode & 0o6000) === 0 || (entry.type !== "file" && entry.type !== "hardlink")) continue;
    const bytes = carrierOf(read, layer, entry)?.size ?? 0;
    found.push({ path, mode: entry.mode.toString(8).padStart(4, "0"), uid: entry.uid, layer, bytes });
  }
  return found.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}
