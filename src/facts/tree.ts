import type { LayerRead } from "../sources/image/read-image.ts";
import type { TarEntry } from "../sources/image/tar.ts";

/** A path of the final file system. A folder that only appears in other paths has no entry. */
export interface TreeNode {
  entry?: TarEntry;
  /** Layer that holds the entry. */
  layer: number;
  children?: Map<string, TreeNode>;
}

/** A file of a lower layer that the final file system does not show. */
interface LostFile {
  readonly path: string;
  readonly bytes: number;
  readonly layer: number;
  readonly by: number;
  readonly how: "overwritten" | "deleted";
  /** What was deleted with it: the path itself, or a folder above. */
  readonly root: string;
  readonly entry: TarEntry;
}

export interface Tree {
  readonly root: TreeNode;
  readonly lost: readonly LostFile[];
}

/** Lay the layers over each other: whiteouts `.wh.NAME` and opaque folders `.wh..wh..opq` (OCI image-spec, layer.md). */
export function mergeLayers(layers: readonly LayerRead[]): Tree {
  const root: TreeNode = { layer: 0 };
  const lost: LostFile[] = [];
  for (const { index, entries } of layers) {
    // First all deletions: they mean the layers below only, wherever they stand in the archive.
    for (const entry of entries) {
      const { folder, name } = splitPath(entry.path);
      if (!name.startsWith(".wh.")) continue;
      const parent = descend(root, folder, undefined);
      if (parent?.children === undefined) continue;
      if (name === ".wh..wh..opq") {
        for (const [child, node] of parent.children) lose(lost, node, join(folder, child), index, "deleted");
        parent.children.clear();
      } else if (!name.startsWith(".wh..wh.")) {
        const gone = name.slice(4);
        const node = parent.children.get(gone);
        if (node !== undefined) lose(lost, node, join(folder, gone), index, "deleted");
        parent.children.delete(gone);
      }
    }
    for (const entry of entries) place(root, entry, index, lost);
  }
  return { root, lost };
}

/** Every path with an entry, parents before children, names in code-unit order. */
export function* walkTree(tree: Tree): Generator<{ path: string; entry: TarEntry; layer: number }> {
  const open: [path: string, node: TreeNode][] = [["/", tree.root]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [path, node] = next;
    if (node.entry !== undefined) yield { path, entry: node.entry, layer: node.layer };
    if (node.children === undefined) continue;
    const names = [...node.children.keys()].sort().reverse();
    for (const name of names) {
      const child = node.children.get(name);
      if (child !== undefined) open.push([join(path, name), child]);
    }
  }
}

/** The node at `path`, symbolic links followed, at most 40 (Linux's limit) in all. */
export function findNode(tree: Tree, path: string): { path: string; node: TreeNode } | undefined {
  let parts = path.split("/").filter((part) => part !== "");
  let at: { name: string; node: TreeNode }[] = [];
  let hops = 0;
  while (parts.length > 0) {
    const part = parts.shift() ?? "";
    if (part === ".") continue;
    if (part === "..") {
      at.pop();
      continue;
    }
    const here = at.at(-1)?.node ?? tree.root;
    const node = here.children?.get(part);
    if (node === undefined) return undefined;
    if (node.entry?.type !== "symlink") {
      at.push({ name: part, node });
      continue;
    }
    if (++hops > 40) return undefined;
    const link = node.entry.link ?? "";
    if (link.startsWith("/")) at = [];
    parts = [...link.split("/").filter((piece) => piece !== ""), ...parts];
  }
  return { path: `/${at.map(({ name }) => name).join("/")}`, node: at.at(-1)?.node ?? tree.root };
}

function place(root: TreeNode, entry: TarEntry, layer: number, lost: LostFile[]): void {
  const { folder, name } = splitPath(entry.path);
  if (name.startsWith(".wh.")) return;
  if (name === "") {
    root.entry = entry;
    root.layer = layer;
    return;
  }
  const parent = descend(root, folder, (node, path) => {
    // A file stands where a folder must be: it goes, as it does in the engine.
    lose(lost, node, path, layer, "overwritten");
    delete node.entry;
    node.layer = layer;
  });
  if (parent === undefined) return;
  parent.children ??= new Map();
  const old = parent.children.get(name);
  if (old !== undefined && entry.type === "dir" && (old.entry === undefined || old.entry.type === "dir")) {
    old.entry = entry;
    old.layer = layer;
    return;
  }
  if (old !== undefined) lose(lost, old, entry.path, layer, old.children === undefined ? "overwritten" : "deleted");
  parent.children.set(name, { entry, layer });
}

/**
 * The folder at `path`. With `replace`, missing folders are made and what is no folder is handed over and becomes one; without,
 * undefined is returned. A symbolic link on the way is taken as it stands: engines write layers with real paths.
 */
function descend(
  root: TreeNode,
  path: string,
  replace: ((node: TreeNode, path: string) => void) | undefined,
): TreeNode | undefined {
  let node = root;
  let end = 0;
  while (end < path.length - 1) {
    const start = end + 1;
    const slash = path.indexOf("/", start);
    end = slash === -1 ? path.length : slash;
    const name = path.slice(start, end);
    let next = node.children?.get(name);
    if (next === undefined) {
      if (replace === undefined) return undefined;
      next = { layer: node.layer };
      node.children ??= new Map();
      node.children.set(name, next);
    } else if (next.entry !== undefined && next.entry.type !== "dir") {
      if (replace === undefined) return undefined;
      replace(next, path.slice(0, end));
    }
    node = next;
  }
  return node;
}

/** Note every file at and below `node` that a lower layer holds. */
function lose(lost: LostFile[], node: TreeNode, path: string, by: number, how: LostFile["how"]): void {
  const open: [string, TreeNode][] = [[path, node]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [at, { entry, layer, children }] = next;
    if (entry?.type === "file" && entry.size > 0 && layer < by) {
      lost.push({ path: at, bytes: entry.size, layer, by, how, root: path, entry });
    }
    if (children !== undefined) for (const [name, child] of children) open.push([join(at, name), child]);
  }
}

function splitPath(path: string): { folder: string; name: string } {
  const slash = path.lastIndexOf("/");
  return { folder: slash <= 0 ? "/" : path.slice(0, slash), name: path.slice(slash + 1) };
}

function join(folder: string, name: string): string {
  return folder === "/" ? `/${name}` : `${folder}/${name}`;
}
