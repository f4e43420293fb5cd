import type { ImageFiles } from "../../domain/image/image-files.ts";
import type { Coverage } from "../../domain/report/coverage.ts";
import { Failure } from "../../domain/failure.ts";
import type { Learned } from "../../domain/profile/learned.ts";
import { coverageOf, type CoveredImage } from "../../facts/coverage.ts";
import { findPackages } from "../../facts/packages/find-packages.ts";
import { findRow } from "../../facts/tree/tree.ts";
import type { Context } from "../context.ts";
import { imageTarget } from "../image/image-target.ts";
import { mapOf } from "../image/map.ts";
import { openImage } from "../image/open-image.ts";
import { readFacts, type AnalyzedImage } from "../image/read-facts.ts";

export interface Covered {
  readonly coverage: Coverage;
  /** File map of the image with the workload's use of each file; undefined for an unreadable image. */
  readonly maps?: () => readonly ImageFiles[];
}

/** Workload coverage of an engine's image. For an unreadable image it lacks the files, and has a note. */
export async function imageCoverage(image: string, learned: Learned, context: Context): Promise<Covered> {
  const { cacheFolder, signal } = context;
  try {
    await using opened = await openImage(await imageTarget(`daemon:${image}`, context.cwd), context, {});
    const read = await readFacts(opened.image, {}, { cacheFolder, signal });
    const maps = () => [mapOf({ ...read, name: image }, learned.observed.files)];
    return { coverage: coverageIn(read, learned), maps };
  } catch (error) {
    if (!(error instanceof Failure) || error.code === "interrupted" || error.code === "engine-died") throw error;
    context.progress({ stage: "coverage", message: `${image} could not be read: ${error.message}`, done: true });
    return { coverage: coverageOf(learned.profile.workload, originalOf(learned), learned.observed, undefined) };
  }
}

/** The same for an image that was already read. */
export function coverageIn({ tree, info }: Pick<AnalyzedImage, "tree" | "info">, learned: Learned): Coverage {
  const { ownerOf } = findPackages(tree, info.os);
  const covered: CoveredImage = {
    tree,
    packages: info.packages,
    ownerAt: (path) => {
      const row = findRow(tree, path);
      return row === -1 ? undefined : ownerOf(row);
    },
  };
  return coverageOf(learned.profile.workload, originalOf(learned), learned.observed, covered);
}

/** The first trials have no restrictions. */
function originalOf({ trials }: Learned): Learned["trials"][number] | undefined {
  return trials.find(({ outcome }) => outcome === "passes");
}
