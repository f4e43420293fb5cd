import type { ImageInfo } from "../domain/image.ts";
import type { Tree } from "./tree.ts";
import { walkTree } from "./tree.ts";

/**
 * What package managers leave behind and nothing at run time reads, by folder or file. A `*` is one path part.
 * Sources: apt.conf(5) Dir::State::lists and Dir::Cache, dpkg(1), debconf(7), apk-cache(5), dnf.conf(5) cachedir,
 * `pip cache dir`, npm config `cache`, `yarn cache dir`.
 */
const places: readonly string[] = [
  "/var/lib/apt/lists",
  "/var/cache/apt",
  "/var/log/apt",
  "/var/log/dpkg.log",
  "/var/log/alternatives.log",
  "/var/cache/debconf/config.dat-old",
  "/var/cache/debconf/templates.dat-old",
  "/var/lib/dpkg/status-old",
  "/var/lib/dpkg/available-old",
  "/var/cache/apk",
  "/etc/apk/cache",
  "/var/cache/dnf",
  "/var/cache/yum",
  "/var/cache/zypp",
  "/var/lib/dnf/history.sqlite",
  "/root/.cache/pip",
  "/home/*/.cache/pip",
  "/root/.npm",
  "/home/*/.npm",
  "/root/.cache/yarn",
  "/home/*/.cache/yarn",
  "/usr/local/share/.cache/yarn",
  "/root/.cache/go-build",
  "/root/.cache/uv",
  "/home/*/.cache/uv",
];

/** Bytes of the final file system's leftovers, one item for each place and layer, largest first. */
export function findLeftovers(tree: Tree): ImageInfo["leftovers"] {
  const found = new Map<string, { path: string; bytes: number; layer: number }>();
  for (const { path, entry, layer } of walkTree(tree)) {
    if (entry.type !== "file" || entry.size === 0) continue;
    const place = placeOf(path);
    if (place === undefined) continue;
    const key = `${layer}:${place}`;
    found.set(key, { path: place, bytes: entry.size + (found.get(key)?.bytes ?? 0), layer });
  }
  return [...found.values()].sort(
    (a, b) => b.bytes - a.bytes || (a.path < b.path ? -1 : a.path > b.path ? 1 : 0) || a.layer - b.layer,
  );
}

/** The concrete place that holds `path`: `/home/ann/.npm` for `/home/*\/.npm`. */
function placeOf(path: string): string | undefined {
  const parts = path.split("/");
  for (const place of splitPlaces) {
    if (place.length <= parts.length && place.every((part, at) => part === "*" || part === parts[at])) {
      return parts.slice(0, place.length).join("/");
    }
  }
  return undefined;
}

const splitPlaces = places.map((place) => place.split("/"));
