import type { SpecChange, SpecEdits } from "../domain/container/spec-change.ts";
import type { ContainerSpec, ContainerSpecs } from "../domain/container/container-spec.ts";

/** Edits that make one change in the container's text, or why there are none. */
export function changeSpec(
  { texts, change: write }: Pick<ContainerSpecs, "texts" | "change">,
  container: ContainerSpec,
  change: SpecChange,
): SpecEdits {
  if (write === undefined) return { refused: "hullproof can't edit this kind of text; change it by hand" };
  return write(container, change, texts);
}
