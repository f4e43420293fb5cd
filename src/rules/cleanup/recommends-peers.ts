import type { DockerfileFact, Instruction } from "../../facts/dockerfile/dockerfile.ts";
import type { PackageCall, PackageCallsFact } from "../../facts/managers/package-call.ts";
import { aptOptionsRead, hasAptOption } from "../../facts/managers/deb/apt-options.ts";
import { oncePer } from "../../text/once-per.ts";
import { bareArguments, callsIn, flagNames, isPlain } from "../../facts/managers/package-steps.ts";
import { bodyLine } from "../../facts/dockerfile/body-text.ts";
import { textCall } from "../../facts/managers/text-calls.ts";

/** Linters that report this call for the recommended packages that it brings. */
export function recommendsPeers(dockerfile: DockerfileFact, calls: PackageCallsFact, call: PackageCall): string[] {
  const { manager, command, instruction } = call;
  if (manager !== "apt-get") return [];
  const found: string[] = [];
  if (isPlain(dockerfile, command) && !flagNames(command).includes("no-install-recommends"))
    found.push("hadolint/DL3015");
  if (instruction.onbuild) return found;
  const { calledOpen, writtenOpen } = wholeRun(instruction, dockerfile, calls);
  if (calledOpen) found.push("trivy/DS-0029");
  const inList =
    instruction.json !== undefined && bareArguments(command).some((word) => /::install-recommends=false/.test(word));
  if ((writtenOpen || instruction.json !== undefined) && !inList)
    found.push("kics/apt_get_not_avoiding_additional_packages");
  return found;
}

const wholeRun = oncePer((instruction: Instruction, dockerfile: DockerfileFact, calls: PackageCallsFact) => {
  const installs = callsIn(calls, instruction).filter(
    (one) => one.manager === "apt-get" && one.verb?.text === "install",
  );
  const parts = bodyLine(dockerfile, instruction).split("&&");
  return {
    /** None of the calls that install has the option. */
    calledOpen:
      !installs.some((one) => hasAptOption(one, /^--no-install-recommends$/)) && installs.some(aptOptionsRead),
    /** Some part of the text installs without it. */
    writtenOpen: parts.some(
      (part) => textCall(part, "apt-get install") !== undefined && !part.includes("--no-install-recommends"),
    ),
  };
});
