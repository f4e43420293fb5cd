import { mayCall } from "../../../facts/dockerfile/programs.ts";
import { quote, reference } from "../../shared/evidence.ts";
import { defineRule } from "../../rule.ts";
import { argumentsOf, programOf, runsOf } from "../../../facts/dockerfile/runs.ts";

export default defineRule({
  id: "capabilities/setcap-in-build",
  title: "File capability set in the build",
  why:
    "A file capability is gained at exec, which `no-new-privileges` forbids: under it the program runs without the capability, or not at all. " +
    "It also lets any user of the container who can run the file have that privilege. Give the capability to the container instead, or do without it.",
  severity: "info",
  needs: ["dockerfile"],
  fix: "none",
  also: [],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM debian:trixie-slim\nCOPY server /usr/bin/\nRUN setcap cap_net_bind_service=+ep /usr/bin/server\n",
      good: "FROM debian:trixie-slim\nCOPY server /usr/bin/\nEXPOSE 8080\n",
    },
  ],
  *check({ dockerfile }) {
    if (!mayCall(dockerfile, "setcap")) return;
    for (const command of dockerfile.stages.flatMap(runsOf).flatMap((run) => run.commands)) {
      if (programOf(command) !== "setcap") continue;
      const [what, file] = argumentsOf(command).filter(({ text }) => text !== "-r" && !/^-[qvn]$/.test(text));
      // `setcap -r FILE` takes a capability away.
      if (what === undefined || file === undefined) continue;
      yield {
        message: `${file.text} gets ${what.text}, which \`no-new-privileges\` takes away again at run time on Docker`,
        at: command.span,
        evidence: [
          quote(dockerfile, command.span),
          reference(
            "with no_new_privs set, execve adds no file capabilities",
            "Linux kernel documentation, userspace-api/no_new_privs; prctl(2), PR_SET_NO_NEW_PRIVS",
          ),
        ],
      };
    }
  },
});
