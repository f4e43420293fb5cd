import { runLineCase } from "../../pieces/run-line-case.ts";
import type { Grammar } from "../../soak-case.ts";

const names = [
  "SYS_PTRACE",
  "SYS_ADMIN",
  "NET_ADMIN",
  "SYS_MODULE",
  "sys_time",
  "CAP_SYS_BOOT",
  "SYSLOG",
  "BPF",
  "NET_RAW",
];

export const grammar: Grammar = {
  rule: "capabilities/never-granted",
  commands: false,
  standIns: ["docker run"],
  write: (dice) => {
    const name = dice.pick(names);
    return runLineCase(
      dice,
      [
        `--cap-drop=${name}`,
        `--cap-drop ${name}`,
        `--cap-drop="${name}"`,
        `--cap-drop='${name}'`,
        `'--cap-drop=${name}'`,
        `--cap-drop \\\n  ${name}`,
        `--cap-drop ${name} --cap-drop=NET_RAW`,
      ],
      false,
    );
  },
};
