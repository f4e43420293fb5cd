import type { SpecChange, SpecEdits } from "../domain/container-spec/spec-change.ts";
import type {
  ChangeIn,
  Dialect,
  WrittenContainer,
  WrittenContainers,
} from "../domain/container-spec/written-container.ts";
import { changeRunLine } from "../dialects/run-line/edit.ts";

/**
 * Other dialects are edited by a function that their reader supplies, so that no YAML is loaded for a Dockerfile; a container that exists has no
 * text.
 */
const dialects: Partial<Readonly<Record<Dialect, ChangeIn>>> = {
  docker: changeRunLine,
  podman: changeRunLine,
  nerdctl: changeRunLine,
};

/** Edits that make one change in the container's text, or why there are none. */
export function changeSpec(
  { texts, change: customChange }: Pick<WrittenContainers, "texts" | "change">,
  container: WrittenContainer,
  change: SpecChange,
): SpecEdits {
  const write = customChange ?? dialects[container.dialect];
  if (write === undefined) return { refused: "hullproof can't edit this kind of text; change it by hand" };
  return write(container, change, texts);
}
