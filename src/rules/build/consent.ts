import type { DockerfileFact, Instruction } from "../../facts/dockerfile/dockerfile.ts";
import { packageManagers } from "../../facts/managers/index.ts";
import type { PackageCall } from "../../facts/managers/package-call.ts";
import type { Consent } from "../../facts/managers/traits.ts";
import { oncePer } from "../../text/once-per.ts";
import { hasOption, isPlain, isSimulation, bareArguments, flagNames } from "../../facts/managers/package-steps.ts";
import { bodyLine } from "../../facts/dockerfile/body-text.ts";
import { aptOptionsRead, hasAptOption } from "../../facts/managers/deb/apt-options.ts";
import { textCall } from "../../facts/managers/text-calls.ts";

export const consents: ReadonlyMap<string, Consent> = new Map(
  packageManagers.flatMap(({ name, consent }) => (consent === undefined ? [] : [[name, consent]])),
);

/** The call would stop at a question: it changes packages and nothing answers for it. */
export function asks(call: PackageCall): boolean {
  const consent = consents.get(call.manager);
  if (consent === undefined || !/^(install|upgrade|dist-upgrade|remove|autoremove)$/.test(call.action)) return false;
  if (isSimulation(call) || hasOption(call, ...consent.names)) return false;
  if (call.command.after === "|" || call.options.some(({ value }) => consent.setting.test(value ?? ""))) return false;
  return consent.quiet !== true || !isVeryQuiet(call);
}

/** `-qq` implies `-y` (apt-get(8)). */
function isVeryQuiet({ options }: PackageCall): boolean {
  const quiet = options.filter(({ name }) => name === "-q" || name === "--quiet");
  return quiet.length > 1 || quiet.some(({ value }) => Number(value) > 1);
}

/** Linters that report this very call. */
export function consentPeers(dockerfile: DockerfileFact, call: PackageCall): string[] {
  const { manager, command, instruction } = call;
  const found: string[] = [];
  const args = new Set(bareArguments(command));
  const flags = flagNames(command);
  const has = (verbs: string, names: string): boolean =>
    verbs.split(" ").some((verb) => args.has(verb)) && !names.split(" ").some((name) => flags.includes(name));
  if (isPlain(dockerfile, command)) {
    if (manager === "apt-get" && has("install", "y yes assume-yes")) found.push("hadolint/DL3014");
    if (manager === "yum" && has("install groupinstall localinstall", "y assumeyes")) found.push("hadolint/DL3030");
    if (/^(micro)?dnf$/.test(manager) && has("install groupinstall localinstall", "y assumeyes")) {
      found.push("hadolint/DL3038");
    }
    if (manager === "zypper" && has("install in remove rm source-install si patch", "non-interactive n no-confirm y")) {
      found.push("hadolint/DL3034");
    }
  }
  if (manager === "apt-get" && args.has("install") && aptOptionsRead(call) && !instruction.onbuild) {
    if (!hasAptOption(call, /^(-[a-xzA-XZ]*y[a-xzA-XZ]*|--yes|--assume-yes)$/)) found.push("trivy/DS-0021");
    found.push("kics/apt_get_missing_flags_to_avoid_manual_input");
  }
  if (instruction.onbuild) return found;
  const written = writtenIn(instruction, dockerfile);
  if (manager === "dnf" && written.dnf) found.push("kics/missing_flag_from_dnf_install");
  if (manager === "yum" && written.yum) found.push("kics/yum_install_allows_manual_input");
  const last = call.stage === dockerfile.stages.length - 1;
  if (manager === "zypper" && last && written.zypper) found.push("kics/missing_zypper_non_interactive_switch");
  return found;
}

/** What the text of a RUN says to a linter that reads it as a whole. */
const writtenIn = oncePer((instruction: Instruction, dockerfile: DockerfileFact) => {
  const text = bodyLine(dockerfile, instruction);
  return {
    dnf: /dnf (group|local|re)?install|dnf (in|rei)\b/.test(text),
    yum: text.includes("yum install") && !text.includes("-y"),
    zypper:
      /zypper (in|remove|rm|source-install|si|patch)/.test(text) || textCall(text, "zypper install") !== undefined,
  };
});
