import { ownValue } from "../../../domain/own-value.ts";
import type { ShellCommand } from "../../../facts/dockerfile/dockerfile.ts";
import { bodySource, runBodies } from "../../../facts/dockerfile/run-commands.ts";
import { servesThisRun } from "./serves-this-run.ts";
import { quote } from "../../shared/evidence.ts";
import { mayCall } from "../../../facts/dockerfile/programs.ts";
import { defineRule } from "../../rule.ts";
import { programOf } from "../../../facts/dockerfile/runs.ts";

/** Purpose of each program, and why a build does not need it. */
const needless: Readonly<Record<string, string>> = {
  free: "shows the memory of the building host",
  ifconfig: "shows the build's own network, which is gone with the RUN",
  kill: "ends a process of this RUN, and each RUN ends all of its processes anyway",
  mount: "mounts for this one RUN, if the build may mount at all: a layer keeps files, not mounts",
  nano: "edits by hand, and no one sits at a build",
  ps: "lists the processes of this one RUN",
  service: "starts a service for this one RUN: it does not run in the container",
  shutdown: "has no machine to shut down",
  ssh: "logs in elsewhere, with a key that must be in the build",
  "systemctl reload": "asks an init that no build runs",
  "systemctl restart": "asks an init that no build runs",
  "systemctl start": "asks an init that no build runs",
  "systemctl stop": "asks an init that no build runs",
  top: "waits for someone to watch it",
  vim: "edits by hand, and no one sits at a build",
};
const names = Object.keys(needless);
const namePattern = new RegExp(`\\b(${names.join("|")})\\b`);

export default defineRule({
  id: "build/needless-program",
  title: "Command without effect in a build",
  why:
    "A RUN is one short-lived process tree: a service started in it, a mount or a terminal program does nothing for the image, and is often a sign " +
    "that the image is treated as a machine. Start what must run in CMD or ENTRYPOINT, and keep tools of an administrator out.",
  severity: "info",
  needs: ["dockerfile"],
  fix: "none",
  also: ["hadolint/DL3001", "kics/run_utilities_and_posix_commands"],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM debian:trixie-slim\nRUN service nginx start\n",
      good: 'FROM debian:trixie-slim\nCMD ["nginx", "-g", "daemon off;"]\n',
    },
  ],
  *check({ dockerfile }) {
    if (!mayCall(dockerfile, ...names)) return;
    for (const body of runBodies(dockerfile)) {
      const { instruction } = body;
      if (!namePattern.test(bodySource(dockerfile, instruction))) continue;
      const { written, commands } = body;
      const reportedPrograms = new Set<string>();
      const uses = [
        ...written.map(({ program, args, span }) => ({ program, args, span })),
        // Behind sudo, or inside `sh -c`.
        ...commands.map((command) => ({
          program: nameOf(command),
          args: command.words.slice(1).map(({ text }) => text),
          span: command.span,
        })),
      ];
      for (const { program, args, span } of uses) {
        const effect = ownValue(needless, program);
        if (effect === undefined || reportedPrograms.has(program) || onlyPrints(program, args)) continue;
        if (servesThisRun({ program, args, span }, uses)) continue;
        reportedPrograms.add(program);
        yield {
          message: `\`${program}\` ${effect}`,
          at: span,
          evidence: [quote(dockerfile, span)],
          about: { program },
        };
      }
    }
  },
});

/** `mount` alone lists mounts, `kill -l` the signals, `ssh -V` the version. */
function onlyPrints(program: string, args: readonly string[]): boolean {
  if (args.some((arg) => /^(?:--version|--help|-V)$/.test(arg))) return true;
  return (program === "mount" && args.every((arg) => arg === "-l")) || (program === "kill" && args[0] === "-l");
}

/** Of systemctl with its verb: `enable` only makes a link, which an image with an init may want. */
function nameOf(command: ShellCommand): string {
  const program = programOf(command) ?? "";
  return program === "systemctl" ? `systemctl ${command.words[1]?.text ?? ""}` : program;
}
