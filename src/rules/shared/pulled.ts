import type { WrittenContainer } from "../../domain/container-spec/written-container.ts";
import { ofRunLine } from "../../dialects/run-line/read.ts";
import type { RunLines } from "../../domain/dockerfile/run-line.ts";

/** Images that a document's lines pull without starting them, as containers with only an image. */
export function pulled(runLines: RunLines | undefined): readonly WrittenContainer[] {
  if (runLines === undefined) return [];
  return runLines.lines.filter(({ kind }) => kind === "pull").map((line) => ofRunLine(runLines, line));
}
