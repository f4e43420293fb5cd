import { imageReference } from "../../facts/container-spec/image-reference.ts";
import type { DockerfileFact, Instruction, Stage } from "../../facts/dockerfile/dockerfile.ts";
import { ofKeyword } from "../../facts/dockerfile/by-keyword.ts";
import { copyFrom, copyPaths } from "../../facts/dockerfile/copy-paths.ts";
import { parentOf, stageTree } from "../../facts/dockerfile/stage-tree.ts";
import { quote } from "../shared/evidence.ts";
import { defineRule } from "../rule.ts";
import { targetChain } from "../../facts/dockerfile/target-chain.ts";

/** The stage or image is nothing but some files without a system around them, made to be copied whole. */
function isFewFiles(dockerfile: DockerfileFact, from: string, { index }: Stage): boolean {
  const namedStage = stageTree(dockerfile)
    .byName.get(from.toLowerCase())
    ?.findLast((stage) => stage.index < index);
  let stage = namedStage ?? (/^\d+$/.test(from) ? dockerfile.stages[Number(from)] : undefined);
  if (stage === undefined) return isScripts(from);
  for (; stage !== undefined; stage = parentOf(dockerfile, stage)) {
    if (stage.instructions.some(isSystem)) return false;
    if (stage.base.kind === "scratch" || isScripts(stage.base.text)) return true;
  }
  return false;
}

/** Scripts for cross compiling and nothing else; its manual has them copied this way. */
function isScripts(image: string): boolean {
  return imageReference(image)?.name === "tonistiigi/xx";
}

/** Copies a file system: all of another stage, a folder for one, or an archive that ADD unpacks. */
function isSystem(instruction: Instruction): boolean {
  if (!/^(?:COPY|ADD)$/.test(instruction.keyword)) return false;
  const sources = copyPaths(instruction)?.sources ?? [];
  return sources.some(
    ({ text }) =>
      text === "/" ||
      /(?:root-?fs|sysroot|chroot|\/mnt\b)/.test(text) ||
      (instruction.keyword === "ADD" && /\.(?:tar|tgz|txz|tar\.\w+)$/.test(text)),
  );
}

export default defineRule({
  id: "layers/whole-filesystem",
  title: "Entire file system of another stage or image copied",
  why:
    "`COPY --from=build / /` brings everything of the other stage: its compilers, caches and secrets, and it stores each file again that both already share. " +
    "Copy what the program needs; on `FROM scratch` it makes one layer of many, and shares none of them with other images any more.",
  severity: "warning",
  needs: ["dockerfile"],
  fix: "none",
  also: ["hadolint/DL3067"],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM debian:trixie AS build\nRUN make\nFROM debian:trixie-slim\nCOPY --from=build / /\n",
      good: "FROM debian:trixie AS build\nRUN make\nFROM debian:trixie-slim\nCOPY --from=build /usr/local/bin/app /usr/local/bin/\n",
    },
  ],
  *check({ dockerfile }) {
    const chain = new Set(targetChain(dockerfile));
    for (const { stage, instruction: copy } of ofKeyword(dockerfile, "COPY")) {
      const from = copyFrom(copy);
      const paths = from && copyPaths(copy);
      if (from === undefined || paths === undefined || paths.target.text !== "/") continue;
      const root = paths.sources.find(({ text }) => text === "/");
      if (root === undefined) continue;
      if (isFewFiles(dockerfile, from.name, stage)) continue;
      const onScratch = stage.base.kind === "scratch";
      yield {
        message: onScratch
          ? `All of \`${from.name}\` becomes one layer, which no other image can share`
          : `All of \`${from.name}\` is laid over \`${stage.base.text}\`, tools, caches and shared files included`,
        at: root.span,
        severity: onScratch || !chain.has(stage) ? "info" : "warning",
        evidence: [quote(dockerfile, copy.span)],
      };
    }
  },
});
