import type { Instruction } from "../../facts/dockerfile/dockerfile.ts";
import { aptOptionsRead, hasAptOption } from "../shared/apt-options.ts";
import type { PackageCallsFact } from "../../facts/managers/package-call.ts";
import { callsIn } from "../../facts/managers/package-steps.ts";
import { oncePer } from "../../text/once-per.ts";
import { dockerfilePeer } from "../peer.ts";

/** One call with the option is enough for the whole RUN. */
export default dockerfilePeer({
  rules: ["cleanup/recommends"],
  ids: ["trivy/DS-0029"],
  reports: ({ instruction, about: { call }, facts: { packageCalls = [] } }) =>
    !instruction.onbuild && call?.manager === "apt-get" && leftOpen(instruction, packageCalls),
});

const leftOpen = oncePer((instruction: Instruction, calls: PackageCallsFact): boolean => {
  const installs = callsIn(calls, instruction).filter(
    ({ manager, verb }) => manager === "apt-get" && verb?.text === "install",
  );
  return !installs.some((one) => hasAptOption(one, /^--no-install-recommends$/)) && installs.some(aptOptionsRead);
});
