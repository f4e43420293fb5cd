import type { BasesFact } from "../../../facts/dockerfile/bases.ts";
import type { DockerfileFact, Stage } from "../../../facts/dockerfile/dockerfile.ts";
import { ofKeyword } from "../../../facts/dockerfile/by-keyword.ts";
import { copyPaths } from "../../../facts/dockerfile/copy-paths.ts";
import { quote } from "../../shared/evidence.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "build/relative-copy",
  title: "Copy to a relative path without WORKDIR",
  why:
    "A relative target is added to the working directory, and without a WORKDIR that is whatever the base image was left in: the root folder of most, another one after an update of the base. " +
    "Set WORKDIR first, or write the whole path.",
  severity: "warning",
  needs: ["dockerfile"],
  fix: "none",
  also: ["hadolint/DL3045"],
  examples: [
    {
      kind: "dockerfile",
      bad: 'FROM python:3.13-slim\nCOPY app.py .\nCMD ["python", "app.py"]\n',
      good: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY app.py .\nCMD ["python", "app.py"]\n',
    },
  ],
  *check({ dockerfile, bases }) {
    if (ofKeyword(dockerfile, "COPY").length === 0 && ofKeyword(dockerfile, "ADD").length === 0) return;
    const set = new Set<string>();
    for (const stage of dockerfile.stages) {
      const { base, name } = stage;
      let hasWorkdir = (base.kind === "stage" && set.has(base.text.toLowerCase())) || knownWorkdir(stage, bases);
      for (const instruction of stage.instructions) {
        const { keyword, onbuild } = instruction;
        if (onbuild) continue;
        if (keyword === "WORKDIR") hasWorkdir = true;
        if (hasWorkdir || (keyword !== "COPY" && keyword !== "ADD")) continue;
        const target = copyPaths(instruction)?.target;
        if (target === undefined || /^(\/|\$|[a-z]:|\\)/i.test(target.text)) continue;
        yield {
          message: `${keyword} to \`${target.text}\`: no WORKDIR says where that is in ${whereabouts(dockerfile, stage)}`,
          at: target.span,
          evidence: [quote(dockerfile, stage.from.span), quote(dockerfile, instruction.span)],
        };
      }
      if (hasWorkdir && name !== undefined) set.add(name.toLowerCase());
    }
  },
});

function knownWorkdir({ base }: Stage, bases: BasesFact | undefined): boolean {
  // Of nothing it is the root.
  if (base.kind === "scratch") return true;
  const workdir = base.kind === "image" ? bases?.of(base)?.workdir : undefined;
  return workdir !== undefined && workdir !== "" && workdir !== "/";
}

function whereabouts({ stages }: DockerfileFact, { base, name, index }: Stage): string {
  return stages.length === 1 ? `\`${base.text}\`` : `stage ${name ?? index}, from \`${base.text}\``;
}
