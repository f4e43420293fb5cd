import type { ImageConfiguration, ImageInfo } from "../../domain/image/image-info.ts";
import type { DiffLayer, DiffSide, ImageDiff } from "../../domain/image/inspection.ts";
import { compareConfig } from "../comparing/compare-config.ts";
import { comparePackages } from "./package-diff.ts";
import { comparePaths, type SameContent } from "./file-diff.ts";
import type { FinalPath } from "./paths.ts";

/** One image of a comparison, with the paths of its final file system in tree order. */
export interface Side {
  readonly name: string;
  readonly info: ImageInfo;
  readonly paths: Iterable<FinalPath>;
}

/** Changes from one image to the other. Memory is bounded by `top` items a list, not by the paths. */
export function imageDiff(from: Side, to: Side, top: number, sameContent?: SameContent): ImageDiff {
  return {
    kind: "diff",
    top,
    from: sideOf(from),
    to: sideOf(to),
    layers: compareLayers(from.info, to.info),
    config: compareConfiguration(from.info.config, to.info.config),
    packages: comparePackages(from.info.packages, to.info.packages),
    files: comparePaths(from.paths, to.paths, top, sameContent),
  };
}

function sideOf({ name, info }: Side): DiffSide {
  const { digest, sizeBytes, compressedBytes, waste, layers, packages } = info;
  return {
    name,
    digest,
    sizeBytes,
    ...(compressedBytes === undefined ? {} : { compressedBytes }),
    wastedBytes: waste.bytes,
    layers: layers.length,
    packages: packages.length,
  };
}

function compareLayers(from: ImageInfo, to: ImageInfo): ImageDiff["layers"] {
  let shared = 0;
  while (shared < from.layers.length && from.layers[shared]?.diffId === to.layers[shared]?.diffId) shared++;
  const uniqueLayers = ({ layers }: ImageInfo): DiffLayer[] =>
    layers.slice(shared).map(({ index, createdBy, bytes }) => ({ index, createdBy, bytes }));
  return { shared, from: uniqueLayers(from), to: uniqueLayers(to) };
}

function compareConfiguration(from: ImageConfiguration, to: ImageConfiguration): ImageDiff["config"] {
  const whole = (config: ImageConfiguration) => ({
    ...config,
    // Two builds of one thing differ in it.
    created: "",
    stopSignal: config.stopSignal ?? "",
    history: [],
    diffIds: [],
  });
  const platform = (["architecture", "os"] as const)
    .filter((key) => from[key] !== to[key])
    .map((key) => ({ setting: key === "os" ? "Os" : "Architecture", before: from[key], after: to[key] }));
  return [...platform, ...compareConfig(whole(from), whole(to))].map(({ setting, before, after }) => ({
    setting,
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
  }));
}
