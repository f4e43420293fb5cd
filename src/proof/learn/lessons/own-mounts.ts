import type { Volume } from "../../../domain/workload/workload.ts";
import type { ExperimentRunner } from "../../experiment/experiment-runner.ts";

/**
 * The container's mount points whose owner a trial can change: volumes of the image, and those of the workload that
 * `of` selects. Read-only mounts are excluded: the container could not write there as any user, and the engine changes
 * nothing in them.
 */
export function ownMounts(
  { workload, imageSummary }: Pick<ExperimentRunner, "workload" | "imageSummary">,
  of: (volume: Volume) => boolean,
): readonly string[] {
  const fixed = new Set(workload.volumes.flatMap(({ path, readOnly }) => (readOnly === true ? [path] : [])));
  const mountPaths = [...workload.volumes.filter(of).map(({ path }) => path), ...imageSummary.volumes];
  return [...new Set(mountPaths)].filter((path) => !fixed.has(path)).toSorted();
}
