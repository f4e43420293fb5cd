import type { WrittenContainer } from "../../domain/container-spec/written-container.ts";
import { ofRunLine } from "../../facts/container-spec/of-run-line.ts";
import type { RunLines } from "../../domain/dockerfile/run-line.ts";

/** What a document's lines pull and do not start, as containers of which only the image is said. */
export function pulled(runLines: RunLines | undefined): readonly WrittenContainer[] {
  if (runLines === undefined) return [];
  return runLines.lines.filter(({ kind }) => kind === "pull").map((line) => ofRunLine(runLines, line));
}
