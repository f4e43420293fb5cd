import { runBodies, type RunBody, type WrittenCommand } from "../../../facts/dockerfile/run-commands.ts";
import { mayCall } from "../../../facts/dockerfile/programs.ts";
import { lineOf, quote } from "../../shared/evidence.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "build/cd-instead-of-workdir",
  title: "cd in a RUN instead of WORKDIR",
  why:
    "A `cd` holds to the end of its RUN only: one that ends a RUN changes nothing, and a folder that several RUNs change to is said once by WORKDIR, which creates it and is what " +
    "`docker inspect` and readers look at. A `cd` inside one chain of commands is fine.",
  severity: "info",
  needs: ["dockerfile"],
  fix: "none",
  also: ["hadolint/DL3003", "trivy/DS-0013", "kics/run_command_cd_instead_of_workdir"],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM debian:trixie-slim\nRUN cd /srv/app && make\nRUN cd /srv/app && make install\n",
      good: "FROM debian:trixie-slim\nWORKDIR /srv/app\nRUN make\nRUN make install\n",
    },
    {
      kind: "dockerfile",
      bad: "FROM debian:trixie-slim\nRUN mkdir /srv/app && cd /srv/app\nRUN make\n",
      good: "FROM debian:trixie-slim\nRUN cd /usr/src/tool && make && make install\n",
    },
  ],
  *check({ dockerfile }) {
    if (!mayCall(dockerfile, "cd")) return;
    // Of a folder that several RUNs of a stage begin with, the first; undefined once it was reported.
    const first = new Map<string, RunBody | undefined>();
    for (const body of runBodies(dockerfile)) {
      const { stage, written } = body;
      const cdCommand = written.find(({ program }) => program === "cd");
      if (cdCommand === undefined) continue;
      const { span } = cdCommand;
      const evidence = [quote(dockerfile, span)] as const;
      if (isLast(body, cdCommand)) {
        yield {
          message:
            "This cd is the last command of its RUN and so changes nothing: the next instruction starts in the old folder",
          at: span,
          evidence,
          severity: "warning",
        };
        continue;
      }
      if (cdCommand !== written[0] || !/^\/[^$]*$/.test(cdCommand.args[0] ?? "")) continue;
      const key = `${stage.index} ${cdCommand.args.join(" ")}`;
      const earlier = first.get(key);
      first.set(key, first.has(key) ? undefined : body);
      if (earlier === undefined) continue;
      yield {
        message: `This RUN begins with \`cd ${cdCommand.args.join(" ")}\` like that of line ${lineOf(dockerfile, earlier.instruction.span)}: one WORKDIR serves both`,
        at: span,
        evidence,
      };
    }
  },
});

function isLast({ written, commands }: RunBody, cd: WrittenCommand): boolean {
  // `cd /a && sudo bash -c "..."`: a command under a launcher is not a written one.
  const follows = commands.some(({ span }) => span.start >= cd.span.end);
  return written.at(-1) === cd && cd.command?.topLevel === true && !cd.piped && !follows;
}
