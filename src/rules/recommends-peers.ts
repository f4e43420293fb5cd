import type { DockerfileFact, Instruction } from "../facts/dockerfile.ts";
import type { PackageCall, PackageCallsFact } from "../facts/package-calls.ts";
import { aptOptionsRead, hasAptOption } from "./apt-options.ts";
import { bareArguments, callsIn, flagNames, isPlain, joinedText } from "./package-steps.ts";

/** Linters that report this call for the recommended packages that it brings. */
export function recommendsPeers(dockerfile: DockerfileFact, calls: PackageCallsFact, call: PackageCall): string[] {
  const { manager, command, instruction } = call;
  if (manager !== "apt-get") return [];
  const found: string[] = [];
  if (isPlain(dockerfile, command) && !flagNames(command).includes("no-install-recommends"))
    found.push("hadolint/DL3015");
  if (instruction.onbuild) return found;
  const { calledOpen, writtenOpen } = wholeRun(dockerfile, calls, instruction);
  if (calledOpen) found.push("trivy/DS-0029");
  const inList =
    instruction.json !== undefined && bareArguments(command).some((word) => /::install-recommends=false/.test(word));
  if ((writtenOpen || instruction.json !== undefined) && !inList)
    found.push("kics/apt_get_not_avoiding_additional_packages");
  return found;
}

interface WholeRun {
  /** None of the calls that install has the option. */
  readonly calledOpen: boolean;
  /** Some part of the text installs without it. */
  readonly writtenOpen: boolean;
}

// A RUN with thousands of calls is read once.
const known = new WeakMap<Instruction, WholeRun>();

function wholeRun(dockerfile: DockerfileFact, calls: PackageCallsFact, instruction: Instruction): WholeRun {
  const answer = known.get(instruction);
  if (answer !== undefined) return answer;
  const installs = callsIn(calls, instruction).filter((one) => one.manager === "apt-get" && one.verb?.text === "install");
  const parts = joinedText(dockerfile, instruction).split("&&");
  const read = {
    calledOpen:
      !installs.some((one) => hasAptOption(one, /^--no-install-recommends$/)) && installs.some(aptOptionsRead),
    writtenOpen: parts.some(
      (part) => /apt-get (?:--?[a-zA-Z]+ *)*install/.test(part) && !part.includes("--no-install-recommends"),
    ),
  };
  known.set(instruction, read);
  return read;
}
