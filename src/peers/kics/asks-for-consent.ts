import type { DockerfileFact, Instruction } from "../../facts/dockerfile/dockerfile.ts";
import { textCall } from "../shared/text-calls.ts";
import { oncePer } from "../../text/once-per.ts";
import { isAptInstallRead } from "../shared/apt-install-read.ts";
import { dockerfilePeer } from "../peer.ts";
import { valuesRead } from "./text-read.ts";

/** It reads text, each RUN as a whole; of an exec form, strings that are words of apt-get, the first one, or each by itself. */
export default dockerfilePeer({
  rules: ["build/asks-for-consent"],
  ids: [
    "kics/apt_get_missing_flags_to_avoid_manual_input",
    "kics/missing_flag_from_dnf_install",
    "kics/yum_install_allows_manual_input",
    "kics/missing_zypper_non_interactive_switch",
  ],
  reports({ dockerfile, instruction, about: { call } }) {
    if (call === undefined || instruction.onbuild) return false;
    const written = writtenIn(instruction, dockerfile);
    const last = call.stage === dockerfile.stages.length - 1;
    return [
      ...(isAptInstallRead(call) && instruction.execScript === undefined
        ? ["kics/apt_get_missing_flags_to_avoid_manual_input"]
        : []),
      ...(call.manager === "dnf" && written.dnf ? ["kics/missing_flag_from_dnf_install"] : []),
      ...(call.manager === "yum" && written.yum ? ["kics/yum_install_allows_manual_input"] : []),
      ...(call.manager === "zypper" && last && written.zypper ? ["kics/missing_zypper_non_interactive_switch"] : []),
    ];
  },
});

/** What the text of a RUN says to a linter that reads it as a whole. */
const writtenIn = oncePer((instruction: Instruction, dockerfile: DockerfileFact) => {
  const values = valuesRead(dockerfile, instruction);
  return {
    dnf: /dnf (group|local|re)?install|dnf (in|rei)\b/.test(values[0] ?? ""),
    yum: values.some((text) => text.includes("yum install") && !text.includes("-y")),
    zypper: values.some(
      (text) =>
        /zypper (in|remove|rm|source-install|si|patch)/.test(text) || textCall(text, "zypper install") !== undefined,
    ),
  };
});
