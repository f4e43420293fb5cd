/** A path of the final file system. All come in tree order, see `treeOrder`. */
export interface FinalPath {
  /** Absolute. */
  readonly path: string;
  readonly type: "file" | "dir" | "symlink" | "other";
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Bytes; 0 for a further name of a file that came before. */
  readonly size: number;
  readonly layer: number;
  /** Target of a symbolic link. */
  readonly link?: string;
  /** Bytes of its content where that is not `size`: for a further name of a file that came before. */
  readonly contentSize?: number;
  /** Where its layer's entries hold the content. */
  readonly entry?: number;
  /** Names its content: equal texts mean equal bytes (a layer's diff id with the place in it, a hash). Different ones say nothing. */
  readonly content?: string;
}

/** A path that one layer adds or deletes. All come in tree order. */
export interface LayerPath {
  readonly path: string;
  readonly type: FinalPath["type"];
  /** Bytes; for a deleted path what the deletion hides, 0 where that is not known. */
  readonly size: number;
  readonly change: "added" | "changed" | "deleted";
}

/**
 * The order in which a walk meets paths: a folder, all that is in it, then its next sibling, names by code unit. It is
 * not the order of the texts: `/a-b` comes after `/a/c`, though `-` is before `/`.
 */
export function treeOrder(a: string, b: string): number {
  if (a === b) return 0;
  const end = Math.min(a.length, b.length);
  let at = 0;
  while (at < end && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  if (at === a.length) return -1;
  if (at === b.length) return 1;
  const [left, right] = [a.charCodeAt(at), b.charCodeAt(at)];
  if (left === slash) return -1;
  if (right === slash) return 1;
  return left - right;
}

const slash = 0x2f;
