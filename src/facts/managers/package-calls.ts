import type { PackageCall, PackageCallsFact } from "./package-call.ts";
import type { DockerfileFact } from "../dockerfile/dockerfile.ts";
import { packageManagers } from "./index.ts";

const byProgram = new Map(
  packageManagers.flatMap((manager) => manager.programs.map((name) => [name, manager] as const)),
);

/** Calls of every package manager that has a file in `managers/`, in shell form and exec form. */
export function packageCallsFact({ stages }: DockerfileFact): PackageCallsFact {
  const calls: PackageCall[] = [];
  for (const stage of stages) {
    for (const instruction of stage.instructions) {
      if (instruction.keyword !== "RUN") continue;
      for (const command of instruction.commands ?? []) {
        const manager = managerOf(command.name);
        const read = manager?.read(command.words.slice(1), command);
        if (manager !== undefined && read !== undefined)
          calls.push({ ...read, manager: manager.name, command, instruction, stage: stage.index });
      }
    }
  }
  return calls;
}

/** `/opt/venv/bin/pip3.12` is `pip3`. */
function managerOf(program: string | undefined) {
  if (program === undefined) return undefined;
  const name = program.slice(program.lastIndexOf("/") + 1);
  const manager = byProgram.get(name);
  if (manager !== undefined) return manager;
  // Asked of every command of every file: no pattern where no version can be.
  const dot = name.lastIndexOf(".");
  return dot > 0 && /^\d+$/.test(name.slice(dot + 1)) ? byProgram.get(name.slice(0, dot)) : undefined;
}
