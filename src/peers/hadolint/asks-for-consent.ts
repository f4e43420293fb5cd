import { flagNames } from "./flag-names.ts";
import { bareArguments } from "../shared/bare-arguments.ts";
import { dockerfilePeer } from "../peer.ts";
import { seesPlain } from "./exec-read.ts";

export default dockerfilePeer({
  rules: ["build/asks-for-consent"],
  ids: ["hadolint/DL3014", "hadolint/DL3030", "hadolint/DL3034", "hadolint/DL3038"],
  reports({ dockerfile, instruction, about: { call } }) {
    if (call === undefined || !seesPlain(dockerfile, instruction, call.command)) return false;
    const args = new Set(bareArguments(call.command));
    const flags = flagNames(call.command);
    return asked.flatMap(({ id, manager, verbs, names }) =>
      manager.test(call.manager) && verbs.some((verb) => args.has(verb)) && !names.some((name) => flags.includes(name))
        ? [id]
        : [],
    );
  },
});

const assumeYes = ["y", "assumeyes"];
const rpmVerbs = ["install", "groupinstall", "localinstall"];
const asked = [
  { id: "hadolint/DL3014", manager: /^apt-get$/, verbs: ["install"], names: ["y", "yes", "assume-yes"] },
  { id: "hadolint/DL3030", manager: /^yum$/, verbs: rpmVerbs, names: assumeYes },
  { id: "hadolint/DL3038", manager: /^(micro)?dnf$/, verbs: rpmVerbs, names: assumeYes },
  {
    id: "hadolint/DL3034",
    manager: /^zypper$/,
    verbs: ["install", "in", "remove", "rm", "source-install", "si", "patch"],
    names: ["non-interactive", "n", "no-confirm", "y"],
  },
];
