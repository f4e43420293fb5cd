import type { RunLine } from "../../facts/container-spec/run-lines.ts";
import { reference } from "../shared/evidence.ts";
import { defineRule } from "../rule.ts";
import { addFlag, isOn, services, unset, valuesOf } from "../shared/run-line.ts";
import { quoteLine } from "../shared/secret-values.ts";

export default defineRule({
  id: "capabilities/new-privileges",
  title: "Service may gain privileges through setuid files",
  why:
    "A process that runs as an ordinary user still becomes root when it starts a setuid file such as su or mount from the base image. " +
    "--security-opt no-new-privileges makes the kernel ignore those bits for the whole container.",
  severity: "warning",
  needs: ["runLines"],
  fix: "suggested",
  also: ["cis-docker/5.26"],
  examples: [
    {
      kind: "document",
      bad: "docker run -d -p 8080:8080 --cap-drop ALL --read-only --memory 256m --memory-swap 256m --cpus 0.5 --pids-limit 50 example/web:1.4\n",
      good: "docker run --security-opt no-new-privileges -d -p 8080:8080 --cap-drop ALL --read-only --memory 256m --memory-swap 256m --cpus 0.5 --pids-limit 50 example/web:1.4\n",
    },
  ],
  *check({ runLines }) {
    for (const line of services(runLines)) {
      if (forbidsNew(line) || isOn(line, "privileged")) continue;
      yield {
        message: "Without `--security-opt no-new-privileges` a setuid file in the image makes its user root again",
        at: line.span,
        evidence: [
          quoteLine(runLines, line),
          unset("security-opt no-new-privileges"),
          reference(
            "With no_new_privs, execve grants no privileges: setuid, setgid and file capabilities are ignored",
            "prctl(2), PR_SET_NO_NEW_PRIVS",
          ),
        ],
        fix: addFlag(runLines, line, "--security-opt no-new-privileges"),
      };
    }
  },
});

function forbidsNew(line: RunLine): boolean {
  return valuesOf(line, "security-opt").some((value) => /^no-new-privileges(?:[:=]true)?$/.test(value));
}
