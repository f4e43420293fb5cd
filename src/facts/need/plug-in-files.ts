import { plugInFolders } from "../../data/need/plug-in-folders.ts";
import { entryType } from "../../domain/image/entries.ts";
import { fitsWildcard } from "../../text/wildcard.ts";
import { isDistributions, type NeedImage } from "./need-image.ts";

/** A file that a program loads from its folder, and how the package of that program begins. */
export interface PlugInFile {
  readonly path: string;
  readonly loader: string;
}

const anyFileFolders = plugInFolders.filter(({ anyFile }) => anyFile === true);

/** By purl: what other packages may load by name, one file a loader. */
export function plugInFiles(image: NeedImage): ReadonlyMap<string, readonly PlugInFile[]> {
  const { nodes, layers } = image.tree;
  const byOwner = new Map<string, PlugInFile[]>();
  for (let row = 1; row < nodes.count; row++) {
    const entries = layers[nodes.layer[row] ?? -1]?.entries;
    const owner = image.ownerOf(row);
    if (entries === undefined || owner === undefined || !isDistributions(owner)) continue;
    if (entryType(entries, nodes.entry[row] ?? 0) === "dir") continue;
    const path = image.pathOf(row);
    const places = image.factsAt(row)?.elf === undefined ? anyFileFolders : plugInFolders;
    const place = places.find(({ folder }) => isInFolder(path, folder));
    if (place === undefined) continue;
    const files = byOwner.get(owner) ?? [];
    if (!files.some(({ loader }) => loader === place.loader)) files.push({ path, loader: place.loader });
    byOwner.set(owner, files);
  }
  return byOwner;
}

/** `/usr/lib/x86_64-linux-gnu/gconv/X.so` is in `gconv`, which is under a library folder. */
function isInFolder(path: string, folder: string): boolean {
  const places = folder.startsWith("/") ? [folder] : [`/usr/lib/*/${folder}`, `/lib/*/${folder}`];
  return places.some((place) => fitsWildcard(place, path) || fitsWildcard(`${place}/*`, path));
}
