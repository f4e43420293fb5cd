import type { ImageInfo } from "../domain/image.ts";
import type { ImageRead } from "../sources/image/read-image.ts";
import { contentOf } from "./content-of.ts";
import type { DockerfileFact } from "./dockerfile.ts";
import { layerInfos } from "./layers.ts";
import { findLeftovers } from "./leftovers.ts";
import { osReleasePaths, parseOsRelease } from "./os.ts";
import { ecosystems } from "./packages/ecosystems.ts";
import { findPackages } from "./packages/find-packages.ts";
import { findSetuid } from "./setuid.ts";
import type { Tree } from "./tree.ts";
import { findNode, mergeLayers } from "./tree.ts";
import { findWaste } from "./waste.ts";

/** Absolute paths whose contents the facts want to see; give it to `readImage`. */
export function interesting(path: string): boolean {
  return osReleasePaths.some((known) => known === path) || ecosystems.some((ecosystem) => ecosystem.interested(path));
}

/** All facts of an image. With the Dockerfile that it was built from, layers get the lines of their instructions. */
export function imageInfo(read: ImageRead, dockerfile?: DockerfileFact): ImageInfo {
  const tree = mergeLayers(read.layers);
  const paths = findWaste(tree);
  const layers = layerInfos(read, paths, dockerfile);
  const os = findOs(read, tree);
  const { packages, unread } = findPackages(read, tree, os);
  const all = [...read.unread, ...unread].sort(
    (a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0) || a.layer - b.layer,
  );
  return {
    digest: read.digest,
    sizeBytes: layers.reduce((sum, layer) => sum + layer.bytes, 0),
    user: read.config.user,
    os,
    layers,
    packages,
    waste: { bytes: paths.reduce((sum, { bytes }) => sum + bytes, 0), paths },
    leftovers: findLeftovers(tree),
    setuid: findSetuid(read, tree),
    ...(all.length === 0 ? {} : { unread: all }),
  };
}

function findOs(read: ImageRead, tree: Tree): ImageInfo["os"] {
  for (const path of osReleasePaths) {
    const found = findNode(tree, path);
    const bytes = found?.node.entry === undefined ? undefined : contentOf(read, found.node.layer, found.node.entry);
    if (bytes !== undefined) return parseOsRelease(bytes);
  }
  return {};
}
