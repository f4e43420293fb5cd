import { stageTree } from "../../facts/dockerfile/stage-tree.ts";
import type { DockerfileFact } from "../../facts/dockerfile/dockerfile.ts";
import { tagFault } from "../../rules/base-image/tag-fault.ts";
import { withoutBraces } from "../shared/braced.ts";
import type { InDockerfile } from "../peer.ts";

export function hasFloatingTag({ stage, dockerfile }: InDockerfile): boolean {
  if (stage === undefined) return false;
  const { base } = stage;
  const fault = tagFault(base);
  if (fault === "moving" || !isSeen(base.text)) return false;
  return fault === "latest" || !isStageName(dockerfile, base.name);
}

/** It takes an ARG's default. It knows `$A` and `${A}`; with a default inside the braces the name is unknown to it, thus empty, and so may be the whole. */
function isSeen(text: string): boolean {
  return withoutBraces(text, (piece) => (/[^\w}]/.test(piece.slice(2)) ? "" : piece)) !== "";
}

/** Of any stage, also a later one. */
function isStageName(dockerfile: DockerfileFact, text = ""): boolean {
  return (
    stageTree(dockerfile)
      .byName.get(text.toLowerCase())
      ?.some(({ name }) => name === text) === true
  );
}
