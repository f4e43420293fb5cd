import { saidIn } from "../../facts/dockerfile/exec-form.ts";
import type { DockerfileFact, ShellCommand } from "../../facts/dockerfile/dockerfile.ts";
import { runBodies } from "../../facts/dockerfile/run-commands.ts";
import { quote } from "../shared/evidence.ts";
import { defineRule } from "../rule.ts";
import { prefixOf } from "../../facts/dockerfile/runs.ts";
import { dropsPrivileges } from "./sudo-user.ts";
import { withoutSudo } from "./without-sudo.ts";

export default defineRule({
  id: "non-root/sudo",
  title: "sudo in a build",
  why:
    "A RUN is root unless USER says otherwise, so sudo adds nothing there but its own behaviour with signals, environment and terminals. " +
    "And where it is needed, the image ships a setuid program and a rule by which the application's user becomes root.",
  severity: "warning",
  needs: ["dockerfile"],
  fix: "proven",
  also: ["hadolint/DL3004", "trivy/DS-0010", "dockle/DKL-DI-0001", "checkov/CKV2_DOCKER_1", "kics/run_using_sudo"],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM ubuntu:24.04\nRUN sudo mkdir -p /srv/data && sudo chown 10001 /srv/data\n",
      good: "FROM ubuntu:24.04\nRUN mkdir -p /srv/data && chown 10001 /srv/data\n",
    },
  ],
  *check({ dockerfile }) {
    if (!saidIn(dockerfile).includes("sudo")) return;
    for (const { stage, instruction, written, commands } of runBodies(dockerfile)) {
      const sudoCommands = written.filter(({ program, args }) => program === "sudo" && !dropsPrivileges(args));
      const nested = commands.filter((command) => usesSudo(dockerfile, command));
      const [first] = sudoCommands.length > 0 ? sudoCommands : nested;
      if (first === undefined) continue;
      const count = Math.max(sudoCommands.length, nested.length);
      const fix = withoutSudo(dockerfile, stage, instruction, nested);
      yield {
        message: `This RUN calls sudo ${count === 1 ? "once" : `${count} times`}: switch with USER root where root is needed`,
        at: first.span,
        evidence: [quote(dockerfile, instruction.span)],
        ...(fix && { fix }),
      };
    }
  },
});

/** As root: where sudo becomes another user (`sudo -u app npm ci`), it gives rights up, and that is what people want. */
function usesSudo({ text }: DockerfileFact, command: ShellCommand): boolean {
  if (command.name === "sudo") return !dropsPrivileges(command.words.slice(1).map((word) => word.text));
  const words = prefixOf(text, command).split(/\s+/);
  const at = words.findIndex((word) => word === "sudo" || word === "/usr/bin/sudo");
  // The user of a last `-u` can look like the command's own name.
  return at !== -1 && !dropsPrivileges([...words.slice(at + 1).filter((word) => word !== ""), command.name ?? "$"]);
}
