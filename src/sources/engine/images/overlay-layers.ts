import { lstatSync, type Stats } from "node:fs";
import { join } from "node:path";

/** Folders of this machine that overlayfs puts over each other for one container (kernel, filesystems/overlayfs.rst). */
export interface OverlayLayers {
  /** What the container wrote. */
  readonly upper: string;
  /** The layers of its image, topmost first. */
  readonly lower: readonly string[];
}

/** `LowerDir` of the engine's answer: no path of its storage holds a colon. */
export function lowerDirs(text: string | undefined): readonly string[] {
  return (text ?? "").split(":").filter((path) => path.startsWith("/"));
}

/**
 * Whether the layers below have a file at `path`, an absolute path without links, as the container sees it without what it wrote. A whiteout, or anything but a folder
 * on the way, hides what lies further down. A folder that is marked opaque can't be distinguished from others: what it hides counts as there.
 */
export function isInLower(overlay: OverlayLayers, path: string): boolean {
  return findInLower(overlay, path) !== undefined;
}

/** The same, with where it is on this machine. */
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
