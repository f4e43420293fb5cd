import type { ContainerSpec } from "../../domain/container/container-spec.ts";
import type { RunLinesFact } from "../../domain/dockerfile/run-line.ts";

/** Images that a document's lines pull without starting them, as containers with only an image. */
export function pulled(runLines: RunLinesFact | undefined): readonly ContainerSpec[] {
  if (runLines === undefined) return [];
  return runLines.lines.filter(({ kind }) => kind === "pull").map((line) => runLines.containerOf(line));
}
