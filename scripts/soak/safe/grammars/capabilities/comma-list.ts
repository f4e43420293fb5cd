import { runLineCase } from "../../pieces/run-line-case.ts";
import type { Grammar } from "../../soak-case.ts";

const lists = [
  "CHOWN,SETUID",
  "NET_RAW,MKNOD,KILL",
  "ALL,CHOWN",
  "chown,setuid",
  "CAP_CHOWN,KILL",
  "CHOWN,$MORE",
  "CHOWN,",
  ",CHOWN",
  "CHOWN,,KILL",
  "SYS_ADMIN,SYS_PTRACE",
  "CHOWN,{KILL,MKNOD}",
];

export const grammar: Grammar = {
  rule: "capabilities/comma-list",
  commands: false,
  standIns: ["docker run"],
  write: (dice) => {
    const list = dice.pick(lists);
    return runLineCase(
      dice,
      [
        `--cap-drop=${list}`,
        `--cap-drop ${list}`,
        `--cap-drop="${list}"`,
        `--cap-drop='${list}'`,
        `'--cap-drop=${list}'`,
        `--cap-add=${list}`,
        `--cap-add ${list}`,
      ],
      true,
    );
  },
};
