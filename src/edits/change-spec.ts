import type { SpecChange, SpecEdits } from "../domain/container-spec/spec-change.ts";
import type { WrittenContainer, WrittenContainers } from "../domain/container-spec/written-container.ts";

/** Edits that make one change in the container's text, or why there are none. */
export function changeSpec(
  { texts, change: write }: Pick<WrittenContainers, "texts" | "change">,
  container: WrittenContainer,
  change: SpecChange,
): SpecEdits {
  if (write === undefined) return { refused: "hullproof can't edit this kind of text; change it by hand" };
  return write(container, change, texts);
}
