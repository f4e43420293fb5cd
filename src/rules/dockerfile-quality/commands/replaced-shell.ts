import { runBodies, type WrittenCommand } from "../../../facts/dockerfile/run-commands.ts";
import { mayCall } from "../../../facts/dockerfile/programs.ts";
import { quote } from "../../shared/evidence.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "build/replaced-shell",
  title: "Default shell replaced in a RUN",
  why:
    "Replacing `/bin/sh` changes what every script of the distribution runs under, and the next update of the shell's package may put the old one back. " +
    "The SHELL instruction changes what RUN, CMD and ENTRYPOINT use, and nothing else.",
  severity: "warning",
  needs: ["dockerfile"],
  fix: "suggested",
  also: ["hadolint/DL4005", "kics/changing_default_shell_using_run_command"],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM debian:trixie-slim\nRUN ln -sf /bin/bash /bin/sh\n",
      good: 'FROM debian:trixie-slim\nSHELL ["/bin/bash", "-c"]\n',
    },
  ],
  *check({ dockerfile }) {
    if (!mayCall(dockerfile, "ln", "mv", "chsh")) return;
    for (const { instruction, written } of runBodies(dockerfile)) {
      const linkCommand = written.find(({ program, args }) => /^(ln|mv)$/.test(program) && args.includes("/bin/sh"));
      if (linkCommand !== undefined) {
        const target = linkCommand.args.findLast((arg) => /\/(bash|dash|zsh|ksh)$/.test(arg));
        const isOnlyCommand = written.length === 1 && instruction.heredocs.length === 0;
        yield {
          message:
            "This replaces /bin/sh for every script of the image; SHELL changes it for the Dockerfile's own commands",
          at: linkCommand.span,
          evidence: [quote(dockerfile, linkCommand.span)],
          about: { program: linkCommand.program },
          ...(isOnlyCommand &&
            target !== undefined && {
              fix: {
                title: `say SHELL ["${target}", "-c"] instead`,
                applicability: "suggested" as const,
                edits: [
                  {
                    file: dockerfile.file,
                    span: { start: instruction.keywordSpan.start, end: instruction.argsSpan.end },
                    text: `SHELL ["${target}", "-c"]`,
                  },
                ] as const,
              },
            }),
        };
        continue;
      }
      if (!written.some(changesLoginShell)) continue;
      yield {
        message: "A RUN cannot set the shell of the instructions behind it: SHELL does",
        at: instruction.argsSpan,
        severity: "info",
        evidence: [quote(dockerfile, instruction.span)],
        about: { program: "chsh" },
      };
    }
  },
});

/** A user's login shell is unrelated: another user's, or that of an account for people. */
function changesLoginShell({ program, args }: WrittenCommand): boolean {
  if (program !== "chsh" || !args.some((arg) => /^\/\S*\/(?:ba|da|a|k|mk)?sh$/.test(arg))) return false;
  const operands = args.filter((arg) => !arg.startsWith("-") && !arg.startsWith("/"));
  return operands.every((name) => name === "root");
}
