import type { DockerfileFact, Instruction, Stage } from "../../facts/dockerfile/dockerfile.ts";
import { mountTargets } from "../../facts/dockerfile/runs.ts";
import { oncePer } from "../../text/once-per.ts";
import type { InDockerfile } from "../peer.ts";
import { flatRead } from "./exec-read.ts";

/** It knows only `yarn install`, and looks at the stages that are used. */
export function keepsYarnCache({ dockerfile, stage, instruction }: InDockerfile): boolean {
  return (
    stage !== undefined && (instruction.onbuild || isUsed(dockerfile, stage)) && leavesCache(dockerfile, instruction)
  );
}

function isUsed(dockerfile: DockerfileFact, { from, name }: Stage): boolean {
  const { last, bases } = used(dockerfile);
  return baseOf(from) === last || (name !== undefined && bases.has(name.toLowerCase()));
}

const used = oncePer(({ stages }: DockerfileFact) => ({
  last: stages.slice(-1).map(({ from }) => baseOf(from))[0],
  bases: new Set(stages.map(({ base }) => base.text.replace(/[:@].*$/s, "").toLowerCase())),
}));

function baseOf({ args }: Instruction): string {
  return args.trim().toLowerCase();
}

function leavesCache(dockerfile: DockerfileFact, instruction: Instruction): boolean {
  let install = -1;
  let clean = -1;
  (instruction.commands ?? []).forEach((command, index) => {
    const flat = flatRead(dockerfile, instruction, command);
    if (flat?.name !== "yarn") return;
    if (install === -1 && flat.args.some(({ text }) => text === "install")) install = index;
    if (clean === -1 && flat.args.some(({ text }) => text === "cache" || text === "clean")) clean = index;
  });
  if (install === -1) return false;
  if (clean !== -1) return clean < install;
  return !mountTargets(instruction).some((target) => target.includes(".cache/yarn"));
}
