import { compareConfig } from "../../facts/comparing/compare-config.ts";
import { compareImages, doubtfulFiles } from "../../facts/comparing/compare-images.ts";
import { hashFiles } from "../../sources/image/layers/hash-files.ts";
import type { ImageScan } from "../../domain/image/image-scan.ts";
import type { Image } from "../../sources/image/image-source.ts";
import { lastPart } from "../../text/cut.ts";

/** A path, or a setting as `config: Cmd`, that differs between two images, and in what. */
export interface Difference {
  readonly path: string;
  readonly change: string;
}

/** An image with readable layers. */
interface Compared {
  readonly image: Image;
  readonly read: ImageScan;
}

/** All differences, by path, without times. */
export async function differences(a: Compared, b: Compared, signal: AbortSignal): Promise<Difference[]> {
  const doubtful = doubtfulFiles(a.read, b.read);
  const hashes = { a: await hashFiles(a.image, doubtful.a, signal), b: await hashFiles(b.image, doubtful.b, signal) };
  const settings = compareConfig(a.read.config, b.read.config);
  return [
    ...compareImages(a.read, b.read, hashes),
    ...settings.map(({ setting }) => ({ path: `config: ${setting}`, change: "setting" })),
  ];
}

/** Paths of `imageDifferences`, each once, in order. */
export function pathsOf(imageDifferences: readonly Difference[]): string[] {
  return [...new Set(imageDifferences.map(({ path }) => path))].sort();
}

/**
 * Paths that differ beyond the noise of two equal builds and beyond the declared changes of the fixes (path prefixes).
 * Two builds show only part of a noisy kind: of thousands of Python `.pyc` files, a few dozen others differ each time
 * (measured: 20 to 30 per upgrade, since marshal writes reference flags by chance). So a kind counts as noise after
 * three differences.
 */
export function undeclared(
  imageDifferences: readonly Difference[],
  noise: readonly Difference[],
  declaredChanges: readonly string[],
): string[] {
  const noiseKeys = new Set(noise.map(({ path, change }) => `${change} ${path}`));
  const kinds = Map.groupBy(noise, kindOf);
  return pathsOf(
    imageDifferences.filter(
      (difference) =>
        !noiseKeys.has(`${difference.change} ${difference.path}`) &&
        (kinds.get(kindOf(difference))?.length ?? 0) < 3 &&
        !declaredChanges.some((delta) => isDeclared(difference, delta)),
    ),
  );
}

/** Content of files with one suffix below the same three folders; every other difference is a separate kind. */
function kindOf({ path, change }: Difference): string {
  const suffix = /[^.](\..+)/s.exec(lastPart(path))?.[1];
  if (change !== "content" || suffix === undefined) return `${change} ${path}`;
  return `content ${path.split("/").slice(0, 4).join("/")} ${suffix}`;
}

/** `removed: /usr` declares that files below may go, not that they change. */
function isDeclared({ path, change }: Difference, delta: string): boolean {
  const removed = /^removed: (.*)$/.exec(delta)?.[1];
  return removed === undefined ? isBelow(path, delta) : change === "removed" && isBelow(path, removed);
}

/**
 * `config: Env` covers `config: Env.PATH`. A fix that declares the whole tree has another base, which changes author,
 * shell, variables and labels.
 */
function isBelow(path: string, prefix: string): boolean {
  if (path === prefix) return true;
  if (path.startsWith("config: ")) return path.startsWith(`${prefix}.`) || (prefix === "/" && ofBase.test(path));
  return path.startsWith(prefix.endsWith("/") ? prefix : `${prefix}/`);
}

const ofBase = /^config: (?:(?:Author|Shell)$|(?:Env|Labels)\.)/;
