import type { PackageNeeds } from "../../domain/image/package-need.ts";
import { changedFiles, recordedSums } from "../../facts/need/changed-files.ts";
import { dpkgImage } from "../../facts/need/dpkg-image.ts";
import { needImage, type NeedImage } from "../../facts/need/need-image.ts";
import { packageNeeds } from "../../facts/need/package-needs.ts";
import { startedCommands } from "../../facts/need/started.ts";
import { findPackages } from "../../facts/packages/find-packages.ts";
import { hashFiles } from "../../sources/image/layers/hash-files.ts";
import type { LearnedFiles } from "./read-opened.ts";
import type { AnalyzedImage } from "./read-facts.ts";

export interface NeedOptions extends LearnedFiles {
  readonly keep?: readonly string[];
  readonly drop?: readonly string[];
}

/** An image that was read with `needs`. */
export function needImageOf({ tree, read, info }: Pick<AnalyzedImage, "tree" | "read" | "info">): NeedImage {
  return needImage(tree, read.config, info.packages, findPackages(tree, info.os).ownerOf);
}

/** The class of each package of an image that was read with `needs`. Files of packages that might go are compared with dpkg's records. */
export async function needsIn(
  read: AnalyzedImage,
  { files, commands, keep, drop }: NeedOptions,
  signal?: AbortSignal,
): Promise<PackageNeeds> {
  const image = needImageOf(read);
  const request = {
    observed: files,
    started: [...startedCommands(read.read.config), ...commands],
    ...(keep && { keep }),
    ...(drop && { drop }),
  };
  const needs = packageNeeds(image, request);
  const open = new Set(
    needs.packages.filter((need) => ["unused", "configure-only"].includes(need.class)).map(({ purl }) => purl),
  );
  if (open.size === 0) return needs;
  const sums = recordedSums(image, dpkgImage(image), open);
  const hashes = await hashFiles(
    read.image,
    sums.map(({ file }) => file),
    signal,
    "md5",
  );
  const changed = changedFiles(sums, hashes);
  return changed.size === 0 ? needs : packageNeeds(image, { ...request, changed });
}
