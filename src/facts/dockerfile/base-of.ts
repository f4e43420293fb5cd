import type { Stage } from "./dockerfile.ts";

/** Name of the image that a stage's chain begins with; undefined for scratch, and for a name that holds a variable. */
export function baseOf(stages: readonly Stage[], last: Stage | undefined): string | undefined {
  let stage = last;
  while (stage?.base.kind === "stage") {
    const { index, base } = stage;
    const named = base.text.toLowerCase();
    stage = stages.slice(0, index).findLast((one) => one.name?.toLowerCase() === named || String(one.index) === named);
  }
  return stage?.base.kind === "image" ? stage.base.text : undefined;
}
