import type { Instruction, ShellCommand, ShellWord, Stage } from "./dockerfile.ts";
import { oncePer } from "../../text/once-per.ts";

/** A RUN whose commands are known: shell form, exec form, or a heredoc that a shell reads. Those of Windows shells are not: no claim is made on them. */
export interface Run extends Instruction {
  readonly commands: readonly ShellCommand[];
}

/** Runs in the build of this very image: no ONBUILD trigger. */
export function isRun(instruction: Instruction): instruction is Run {
  return !instruction.onbuild && isRunOrTrigger(instruction);
}

export const runsOf = oncePer((stage: Stage): readonly Run[] => stage.instructions.filter(isRun));

function isRunOrTrigger(instruction: Instruction): instruction is Run {
  return instruction.keyword === "RUN" && instruction.commands !== undefined;
}

/** With the ONBUILD triggers, for rules that judge one RUN by itself. Their fixes are withheld by the runner. */
export const runsAndTriggersOf = oncePer((stage: Stage): readonly Run[] => stage.instructions.filter(isRunOrTrigger));

/** File name of a program: `/opt/venv/bin/pip` is `pip`. */
export function programOf(command: ShellCommand): string | undefined {
  return command.name?.slice(command.name.lastIndexOf("/") + 1);
}

/** Words after the program's own name. */
export function argumentsOf(command: ShellCommand): readonly ShellWord[] {
  return command.words.slice(1);
}

/** The text before the program's name: assignments and launchers such as `sudo -E`. */
export function prefixOf(text: string, { span, words, prefix }: ShellCommand): string {
  return prefix ?? text.slice(span.start, words[0]?.span.start ?? span.start);
}

/** The RUN is nothing but a list in which each command needs the one before: joining it to another changes no outcome. */
export function isPlainList(run: Run): boolean {
  return run.commands.every(({ topLevel, after }) => topLevel && (after === "start" || after === "&&"));
}

/** Path below which a `--mount` of the RUN hides the image, so that nothing written there stays: `/var/lib/apt`. */
export function mountTargets(instruction: Instruction): readonly string[] {
  if (instruction.flags.length === 0) return [];
  return instruction.flags
    .filter((flag) => flag.name === "mount")
    .flatMap(({ value = "" }) => {
      const options = value.split(",").map((option) => option.split("="));
      const type = options.find(([key]) => key === "type")?.[1];
      if (type !== "cache" && type !== "tmpfs") return [];
      return options.flatMap(([key, target]) =>
        /^(target|dst|destination)$/.test(key ?? "") && target ? [target] : [],
      );
    });
}

export function isMounted(instruction: Instruction, path: string): boolean {
  return mountTargets(instruction).some(
    (target) => path === target || path.startsWith(`${target.replace(/\/$/, "")}/`),
  );
}

/** Flags as written; two RUNs can be one only when these agree. */
export function flagText(instruction: Instruction): string {
  if (instruction.flags.length === 0) return "";
  return instruction.flags.map(({ name, value }) => `${name}=${value ?? ""}`).join(" ");
}
