import type { DockerfileFact, Instruction, Stage } from "../../facts/dockerfile/dockerfile.ts";
import { flatCommand } from "../../facts/dockerfile/flat-command.ts";
import { mountTargets } from "../../facts/dockerfile/runs.ts";

/** Whether hadolint asks this RUN for `yarn cache clean`: it knows only `yarn install`, and looks at the stages that are used. */
export function yarnReports(dockerfile: DockerfileFact): (instruction: Instruction, stage: Stage) => boolean {
  const last = dockerfile.stages.at(-1)?.from.args.trim().toLowerCase();
  const bases = new Set(dockerfile.stages.map(({ base }) => base.text.replace(/[:@].*$/s, "").toLowerCase()));
  return (instruction, stage) => {
    const used =
      instruction.onbuild ||
      stage.from.args.trim().toLowerCase() === last ||
      (stage.name !== undefined && bases.has(stage.name.toLowerCase()));
    return used && leavesCache(dockerfile, instruction);
  };
}

function leavesCache(dockerfile: DockerfileFact, instruction: Instruction): boolean {
  let install = -1;
  let clean = -1;
  (instruction.commands ?? []).forEach((command, index) => {
    const flat = flatCommand(dockerfile, instruction, command);
    if (flat?.name !== "yarn") return;
    if (install === -1 && flat.args.some(({ text }) => text === "install")) install = index;
    if (clean === -1 && flat.args.some(({ text }) => text === "cache" || text === "clean")) clean = index;
  });
  if (install === -1) return false;
  if (clean !== -1) return clean < install;
  return !mountTargets(instruction).some((target) => target.includes(".cache/yarn"));
}
