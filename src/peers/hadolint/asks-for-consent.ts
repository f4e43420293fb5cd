import { bareArguments } from "../shared/bare-arguments.ts";
import type { InDockerfile } from "../peer.ts";
import { seesPlain } from "./exec-read.ts";
import { flagNames } from "./flag-names.ts";

/** A call of one of these managers with a verb that asks, and no option that answers, as hadolint knows them. */
export function asksForConsent(...managers: readonly (keyof typeof options)[]) {
  return ({ dockerfile, instruction, about: { call } }: InDockerfile): boolean => {
    const manager = managers.find((name) => name === call?.manager);
    if (call === undefined || manager === undefined) return false;
    if (!seesPlain(dockerfile, instruction, call.command)) return false;
    const { verbs, flags } = options[manager];
    const names = flagNames(call.command);
    return (
      bareArguments(call.command).some((word) => verbs.includes(word)) && !flags.some((one) => names.includes(one))
    );
  };
}

const rpm = { verbs: ["install", "groupinstall", "localinstall"], flags: ["y", "assumeyes"] };
const options = {
  "apt-get": { verbs: ["install"], flags: ["y", "yes", "assume-yes"] },
  yum: rpm,
  dnf: rpm,
  microdnf: rpm,
  zypper: {
    verbs: ["install", "in", "remove", "rm", "source-install", "si", "patch"],
    flags: ["non-interactive", "n", "no-confirm", "y"],
  },
};
