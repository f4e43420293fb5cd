import type { DockerfileFact, Instruction, Stage } from "../../facts/dockerfile/dockerfile.ts";
import { oncePer } from "../../text/once-per.ts";
import type { InDockerfile } from "../peer.ts";
import { textRead } from "./text-read.ts";

export function updatesAlone({ dockerfile, stage, instruction }: InDockerfile): boolean {
  return !instruction.onbuild && stage !== undefined && followedWrongly(dockerfile, stage, instruction);
}

/** Update and install words by the program a RUN begins with. */
const verbs: ReadonlyMap<string, readonly [update: string, installs: readonly string[]]> = new Map([
  ["apt-get", ["update", ["install", "source-install", "reinstall"]]],
  ["apt", ["update", ["install"]]],
  ["apk", ["update", ["add"]]],
  ["yum", ["update", ["install"]]],
  ["dnf", ["update", ["install"]]],
  ["zypper", ["refresh", ["install"]]],
  ["pacman", ["-Syu", ["-S"]]],
]);

/** The RUN installs before it updates, or only updates and a later RUN of the stage only installs. */
function followedWrongly(dockerfile: DockerfileFact, stage: Stage, run: Instruction): boolean {
  const own = readRun(dockerfile, run);
  if (own === undefined || own.update === -1) return false;
  if (own.install !== -1) return own.install < own.update;
  return (lastInstalls(stage, dockerfile).get(own.program) ?? -1) > run.span.start;
}

/** Where a RUN that begins with a package manager says update and install, as indexes of its words. */
function readRun(dockerfile: DockerfileFact, instruction: Instruction) {
  if (instruction.keyword !== "RUN" || instruction.onbuild || instruction.json !== undefined) return undefined;
  const program = /^[\w-]*/.exec(instruction.args)?.[0] ?? "";
  const own = verbs.get(program);
  if (own === undefined) return undefined;
  const [update, wanted] = own;
  const words = textRead(dockerfile, instruction)
    .split(" ")
    .filter((word) => word !== "");
  return { program, update: words.indexOf(update), install: words.findLastIndex((word) => wanted.includes(word)) };
}

/** Where the last RUN of the stage begins that installs and does not update, by program; worked out once a stage. */
const lastInstalls = oncePer((stage: Stage, dockerfile: DockerfileFact): ReadonlyMap<string, number> => {
  const found = new Map<string, number>();
  for (const instruction of stage.instructions) {
    const one = readRun(dockerfile, instruction);
    if (one !== undefined && one.install !== -1 && one.update === -1) found.set(one.program, instruction.span.start);
  }
  return found;
});
