import type { Stage } from "./dockerfile.ts";

/** Name of the image that a stage's chain begins with; undefined for scratch, and for a name that holds a variable. */
export function baseOf(stages: readonly Stage[], last: Stage | undefined): string | undefined {
  let stage = last;
  while (stage?.base.kind === "stage") {
    const { index, base } = stage;
    const stageName = base.text.toLowerCase();
    stage = stages
      .slice(0, index)
      .findLast((candidate) => candidate.name?.toLowerCase() === stageName || String(candidate.index) === stageName);
  }
  return stage?.base.kind === "image" ? stage.base.text : undefined;
}
