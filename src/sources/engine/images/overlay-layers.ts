import { lstatSync, type Stats } from "node:fs";
import { join } from "node:path";

/** Folders of this machine that overlayfs stacks for one container (kernel, filesystems/overlayfs.rst). */
export interface OverlayLayers {
  /** The container's writable layer. */
  readonly upper: string;
  /** The layers of its image, topmost first. */
  readonly lower: readonly string[];
}

/** `LowerDir` in the engine's response: no path of its storage contains a colon. */
export function lowerDirs(text: string | undefined): readonly string[] {
  return (text ?? "").split(":").filter((path) => path.startsWith("/"));
}

/**
 * Whether the lower layers have a file at `path`, an absolute path without links, as the container sees it without
 * its own changes. A whiteout, or anything other than a folder on the way, hides lower layers. An opaque folder
 * cannot be distinguished from others: its hidden files count as present.
 */
export function isInLower(overlay: OverlayLayers, path: string): boolean {
  return findInLower(overlay, path) !== undefined;
}

/** The same, with the path on this machine. */
export function findInLower(
  { lower }: OverlayLayers,
  path: string,
): { readonly file: string; readonly stats: Stats } | undefined {
  const parts = path.split("/").filter(Boolean);
  for (const layer of lower) {
    const answer = lookUp(layer, parts);
    if (answer !== "unknown") return answer === "hidden" ? undefined : { file: join(layer, ...parts), stats: answer };
  }
  return undefined;
}

function lookUp(layer: string, parts: readonly string[]): Stats | "hidden" | "unknown" {
  let at = layer;
  for (const [depth, part] of parts.entries()) {
    at = join(at, part);
    const stats = lstatSync(at, { throwIfNoEntry: false });
    if (stats === undefined) return "unknown";
    if (stats.isCharacterDevice() && stats.rdev === 0) return "hidden";
    if (depth === parts.length - 1) return stats;
    if (!stats.isDirectory()) return "hidden";
  }
  return "unknown";
}
