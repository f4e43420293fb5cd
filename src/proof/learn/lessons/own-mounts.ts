import type { Volume } from "../../../domain/workload/workload.ts";
import type { Lab } from "../../lab/lab.ts";

/**
 * Mount points of the container's own, of the image's volumes and those of the workload that `of` says, whose owner a trial can change. What is mounted
 * read-only is another's: the container could not write there as any user, and the engine changes nothing in it.
 */
export function ownMounts(
  { workload, imageSummary }: Pick<Lab, "workload" | "imageSummary">,
  of: (volume: Volume) => boolean,
): readonly string[] {
  const fixed = new Set(workload.volumes.flatMap(({ path, readOnly }) => (readOnly === true ? [path] : [])));
  const all = [...workload.volumes.filter(of).map(({ path }) => path), ...imageSummary.volumes];
  return [...new Set(all)].filter((path) => !fixed.has(path)).toSorted();
}
