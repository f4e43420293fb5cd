import { imageBelow, isBusybox } from "../../../facts/dockerfile/base-shell.ts";
import { saidIn } from "../../../facts/dockerfile/exec-form.ts";
import type { Instruction } from "../../../facts/dockerfile/dockerfile.ts";
import { quote, reference } from "../../shared/evidence.ts";
import { execState, pipefailFix, plainShell, shellState, type ShellState } from "./pipefail.ts";
import { hasPipe, pipeOf } from "./pipes.ts";
import { defineRule } from "../../rule.ts";
import { runBodies } from "../../../facts/dockerfile/run-commands.ts";
import { parentOf } from "../../../facts/dockerfile/stage-tree.ts";

export default defineRule({
  id: "build/pipe-hides-failure",
  title: "Pipe without pipefail",
  why:
    "A pipe has the status of its last command: `RUN curl ... | sh` goes on after a failed download, and `RUN false | cat` builds (measured). " +
    "With `pipefail` the RUN fails where the fault is, instead of an image that lacks what it should hold. " +
    "What fails by itself on nothing and on half a file, as `tar x`, `gpg --dearmor` and `sha256sum -c` do, hides nothing.",
  severity: "warning",
  needs: ["dockerfile"],
  fix: "proven",
  also: ["hadolint/DL4006", "kics/shell_running_a_pipe_without_pipefail_flag"],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM alpine:3.22\nRUN wget -qO- https://example.com/a.txt | sort > /a\n",
      good: "FROM alpine:3.22\nRUN set -o pipefail; wget -qO- https://example.com/a.txt | sort > /a\n",
    },
    {
      kind: "dockerfile",
      bad: "FROM ubuntu:24.04\nRUN cat /etc/passwd | cut -d: -f1 > /users\n",
      good: 'FROM ubuntu:24.04\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN cat /etc/passwd | cut -d: -f1 > /users\n',
    },
  ],
  *check({ dockerfile }) {
    if (!saidIn(dockerfile).includes("|") || !runBodies(dockerfile).some(hasPipe)) return;
    const ends = new Map<number, ShellState>();
    const bodies = new Map(runBodies(dockerfile).map((body) => [body.instruction, body]));
    for (const owner of dockerfile.stages) {
      // A stage's SHELL also applies to stages built from it.
      const inherited = ends.get(parentOf(dockerfile, owner)?.index ?? -1);
      let state = plainShell;
      const shells = new Map<string, Instruction>();
      let offered = false;
      for (const instruction of owner.instructions) {
        if (instruction.keyword === "SHELL" && !instruction.onbuild) {
          state = shellState(instruction);
          shells.set(instruction.args, instruction);
          continue;
        }
        const body = bodies.get(instruction);
        if (body === undefined || instruction.onbuild) continue;
        const exec = instruction.json !== undefined;
        if (!exec && shells.size === 0 && inherited?.pipefail === true) continue;
        const bodyState = exec ? execState(instruction) : state;
        const pipe = pipeOf(body, bodyState, dockerfile, isBusybox(imageBelow(dockerfile, owner)));
        if (pipe === undefined) continue;
        const fix = pipe.fixable && (exec || !offered) ? pipefailFix(dockerfile, body, bodyState) : undefined;
        // One SHELL serves all that follows.
        if (fix?.delta !== undefined) offered = true;
        yield {
          message: pipe.message,
          at: pipe.span,
          evidence: [
            quote(dockerfile, pipe.span),
            reference(
              "the status of a pipeline is that of its last command",
              "POSIX.1-2024, Shell Command Language, 2.9.2",
            ),
          ],
          ...(fix && { fix }),
        };
      }
      ends.set(owner.index, shells.size === 0 ? (inherited ?? state) : state);
    }
  },
});
