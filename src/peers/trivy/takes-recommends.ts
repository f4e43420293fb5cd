import type { Instruction } from "../../facts/dockerfile/dockerfile.ts";
import { aptOptionsRead, hasAptOption } from "../shared/apt-options.ts";
import type { PackageCallsFact } from "../../facts/managers/package-call.ts";
import { callsIn } from "../../facts/managers/package-steps.ts";
import { oncePer } from "../../text/once-per.ts";
import type { InDockerfile } from "../peer.ts";

/** One call with the option is enough for the whole RUN. */
export function takesRecommends({ instruction, about: { call }, facts: { packageCalls = [] } }: InDockerfile): boolean {
  return !instruction.onbuild && call?.manager === "apt-get" && installsOpen(instruction, packageCalls);
}

const installsOpen = oncePer((instruction: Instruction, calls: PackageCallsFact): boolean => {
  const installs = callsIn(calls, instruction).filter(
    ({ manager, verb }) => manager === "apt-get" && verb?.text === "install",
  );
  return !installs.some((one) => hasAptOption(one, /^--no-install-recommends$/)) && installs.some(aptOptionsRead);
});
