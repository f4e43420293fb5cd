import type { Instruction, ShellCommand } from "../../facts/dockerfile/dockerfile.ts";
import type { PackageCallsFact } from "../../facts/managers/package-call.ts";
import { callsIn } from "../../facts/managers/package-steps.ts";

/** What tools look at that parse a RUN: its commands, an exec form being one. */
export function commandsOf(calls: PackageCallsFact, instruction: Instruction): readonly ShellCommand[] {
  return instruction.commands ?? callsIn(calls, instruction).map(({ command }) => command);
}
