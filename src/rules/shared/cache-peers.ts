import type { DockerfileFact, Instruction, ShellCommand, Stage } from "../../facts/dockerfile/dockerfile.ts";
import type { PackageCallsFact } from "../../facts/managers/package-call.ts";
import { oncePer } from "../../text/once-per.ts";
import { bareArguments, callsIn, hasMount, isPlain } from "../../facts/managers/package-steps.ts";
import { bodyLine } from "../../facts/dockerfile/body-text.ts";
import { textCall } from "../../facts/managers/text-calls.ts";

/** What a linter looks at: the commands of a RUN, an exec form being one. */
export function commandsOf(calls: PackageCallsFact, instruction: Instruction): readonly ShellCommand[] {
  return instruction.commands ?? callsIn(calls, instruction).map(({ command }) => command);
}

/** The command is `program` with one of `words` among its arguments. */
export function hasArgument(command: ShellCommand, program: string, words: readonly string[]): boolean {
  return command.words[0]?.text === program && bareArguments(command).some((word) => words.includes(word));
}

/** Linters that miss a deletion of apt's lists in this RUN. */
export function listPeers(
  dockerfile: DockerfileFact,
  calls: PackageCallsFact,
  stage: Stage,
  run: Instruction,
): string[] {
  const found: string[] = [];
  const commands = commandsOf(calls, run).filter((command) => isPlain(dockerfile, command));
  const fetches = commands.some((command) =>
    ["apt", "apt-get", "aptitude"].some((program) => hasArgument(command, program, ["update"])),
  );
  const cleans = commands.some((command) => hasArgument(command, "rm", ["-rf", "/var/lib/apt/lists/*"]));
  const mounted =
    hasMount(run, "/var/lib/apt/lists") || (hasMount(run, "/var/lib/apt") && hasMount(run, "/var/cache/apt"));
  if (fetches && !cleans && !mounted && (run.onbuild || isShipped(dockerfile, stage))) found.push("hadolint/DL3009");
  if (!run.onbuild && installsUncleaned(bodyLine(dockerfile, run))) {
    found.push("kics/apt_get_install_lists_were_not_deleted");
  }
  return found;
}

const shipped = oncePer(({ stages }: DockerfileFact) => ({
  last: textOf(stages.at(-1)?.from),
  bases: new Set(stages.map(({ base }) => base.text)),
}));

/** The stage is the last one, of the same base as it, or starts another. */
function isShipped(dockerfile: DockerfileFact, { from, name }: Stage): boolean {
  const { last, bases } = shipped(dockerfile);
  return textOf(from) === last || (name !== undefined && bases.has(name));
}

function textOf(one: Instruction | undefined): string {
  return one?.words.map(({ text }) => text).join(" ") ?? "";
}

export function installsUncleaned(text: string): boolean {
  const call = textCall(text, "apt-get install");
  if (call === undefined) return false;
  const install = text.slice(call.index, call.end);
  return !["&& ", "; "].some((separator) => {
    const parts = text
      .replaceAll("\t", "")
      .split(separator)
      .map((part) => part.trim());
    const at = parts.findIndex((part) => part.startsWith(install));
    return (
      at !== -1 && parts.slice(at + 1).some((part) => part.startsWith("apt-get clean") || part.startsWith("rm -rf"))
    );
  });
}
