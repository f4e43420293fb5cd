import type { SpecChange, SpecEdits } from "../../domain/container-spec/spec-change.ts";
import type { Dialect, WrittenContainer } from "../../domain/container-spec/written-container.ts";
import { changeRunLine } from "./run-line.ts";

/** A change in the words of one dialect; `texts` are those that spans of the container point into. */
export type ChangeIn = (
  container: WrittenContainer,
  change: SpecChange,
  texts: ReadonlyMap<string, string>,
) => SpecEdits;

/** What is not here can't be edited: a container that exists has no text. */
const dialects: Partial<Readonly<Record<Dialect, ChangeIn>>> = { docker: changeRunLine, podman: changeRunLine };

/** Edits that make one change where the container is said, or why there are none. */
export function changeSpec(
  container: WrittenContainer,
  change: SpecChange,
  texts: ReadonlyMap<string, string>,
): SpecEdits {
  const write = dialects[container.dialect];
  if (write === undefined) return { refused: "hullproof can't edit this kind of text; change it by hand" };
  return write(container, change, texts);
}
