import type { NeedImage } from "../need/need-image.ts";
import { compiledFrom } from "../packages/file-owners.ts";

/** Whether Python compiled files of these packages: dpkg does not know the results. */
export function hasCompiled(image: NeedImage, purls: ReadonlySet<string>): boolean {
  const { nodes } = image.tree;
  for (let row = 1; row < nodes.count; row++) {
    if ((nodes.layer[row] ?? -1) === -1 || image.ownerOf(row) !== undefined) continue;
    const source = compiledFrom(image.pathOf(row));
    if (source !== undefined && image.follow(source)?.owners.some((owner) => purls.has(owner)) === true) return true;
  }
  return false;
}
