import { runBodies, type RunBody, type WrittenCommand } from "../../../facts/dockerfile/run-commands.ts";
import { isDirect } from "../../../facts/dockerfile/exec-form.ts";
import { mayCall } from "../../../facts/dockerfile/programs.ts";
import { quote } from "../../shared/evidence.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "build/cd-instead-of-workdir",
  title: "cd in a RUN instead of WORKDIR",
  why:
    "A `cd` holds to the end of its RUN only; the next instruction starts in the old folder again, which is why paths go wrong when a RUN is split or " +
    "moved. WORKDIR says once where all that follows happens, creates the folder, and is what `docker inspect` and readers look at.",
  severity: "info",
  needs: ["dockerfile"],
  fix: "none",
  also: ["hadolint/DL3003", "trivy/DS-0013", "kics/run_command_cd_instead_of_workdir"],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM debian:trixie-slim\nRUN cd /srv/app && make\n",
      good: "FROM debian:trixie-slim\nWORKDIR /srv/app\nRUN make\n",
    },
  ],
  *check({ dockerfile }) {
    if (!mayCall(dockerfile, "cd")) return;
    for (const body of runBodies(dockerfile)) {
      const { instruction, written, commands } = body;
      const own = written.find(({ program }) => program === "cd");
      const first = own ?? commands.find(({ name }) => name === "cd");
      // Of a script for another shell, what it begins with.
      const unread = isDirect(instruction) && instruction.json?.some((word) => word.startsWith("cd "));
      if (first === undefined && unread !== true) continue;
      const span = first?.span ?? instruction.argsSpan;
      const forgotten = own !== undefined && isLast(body, own);
      yield {
        message: forgotten
          ? "This cd is the last command of its RUN and so changes nothing: the next instruction starts in the old folder"
          : "cd holds for this RUN only: WORKDIR says it for all that follows",
        at: span,
        evidence: [quote(dockerfile, span)],
        ...(forgotten && { severity: "warning" as const }),
      };
    }
  },
});

function isLast({ written }: RunBody, cd: WrittenCommand): boolean {
  return written.at(-1) === cd && cd.command?.topLevel === true && !cd.piped;
}
