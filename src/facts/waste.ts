import type { WastedPath } from "../domain/image.ts";
import type { Tree } from "./tree.ts";
import { walkTree } from "./tree.ts";

/**
 * Bytes that lie in a layer and that the final file system does not show. A deleted folder is one path with its sum for each layer
 * that holds a part of it. Largest first. A file whose content still shows under another name (hard link) is no waste.
 */
export function findWaste(tree: Tree): WastedPath[] {
  const linked = new Set<string>();
  for (const { entry, layer } of walkTree(tree)) {
    if (entry.type === "hardlink") linked.add(`${layer}:${entry.link ?? ""}`);
  }
  const found = new Map<string, WastedPath>();
  for (const { path, bytes, layer, by, how, root } of tree.lost) {
    if (linked.has(`${layer}:${path}`)) continue;
    const key = `${layer}:${by}:${how}:${root}`;
    found.set(key, { path: root, bytes: bytes + (found.get(key)?.bytes ?? 0), layer, by, how });
  }
  return [...found.values()].sort(
    (a, b) => b.bytes - a.bytes || compareText(a.path, b.path) || a.layer - b.layer || a.by - b.by,
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
