import type { DockerfileFact, Instruction, ShellCommand } from "../../facts/dockerfile.ts";
import { bodyValues, runBodies, type RunBody, type WrittenCommand } from "../run-commands.ts";
import { quote, reference } from "../evidence.ts";
import { pipefailFix, plainShell, shellState, type ShellState } from "../pipefail.ts";
import { defineRule } from "../rule.ts";

const kics = "kics/shell_running_a_pipe_without_pipefail_flag";
/** Left of a pipe these do not fail, or nobody minds. */
const harmless = /^(echo|printf|yes|true|:)$/;

export default defineRule({
  id: "build/pipe-hides-failure",
  title: "A pipe hides that its first command failed",
  why:
    "A pipe has the status of its last command: `RUN curl ... | tar x` can go on after a failed download, and `RUN false | cat` builds (measured). " +
    "With `pipefail` the RUN fails where the fault is, instead of an image that lacks what it should hold.",
  severity: "warning",
  needs: ["dockerfile"],
  fix: "proven",
  also: ["hadolint/DL4006", kics],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM alpine:3.22\nRUN wget -qO- https://example.com/a.tgz | tar -xz\n",
      good: "FROM alpine:3.22\nRUN set -o pipefail; wget -qO- https://example.com/a.tgz | tar -xz\n",
    },
    {
      kind: "dockerfile",
      bad: "FROM ubuntu:24.04\nRUN cat /etc/passwd | cut -d: -f1 > /users\n",
      good: 'FROM ubuntu:24.04\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN cat /etc/passwd | cut -d: -f1 > /users\n',
    },
  ],
  *check({ dockerfile }) {
    if (!runBodies(dockerfile).some(({ written, commands }) => written.some(isPiped) || commands.some(isRight))) return;
    let state = plainShell;
    let shells: Instruction[] = [];
    let stage = -1;
    let offered = false;
    const bodies = new Map(runBodies(dockerfile).map((body) => [body.instruction, body]));
    for (const owner of dockerfile.stages) {
      for (const instruction of owner.instructions) {
        if (owner.index !== stage) [stage, state, shells, offered] = [owner.index, plainShell, [], false];
        if (instruction.keyword === "SHELL" && !instruction.onbuild) {
          state = shellState(instruction);
          shells.push(instruction);
          continue;
        }
        const body = bodies.get(instruction);
        if (body === undefined || instruction.onbuild) continue;
        const pipe = pipeOf(body, state);
        if (pipe === undefined) continue;
        const also = pipe.seen && !state.accepted ? ["hadolint/DL4006"] : [];
        if (kicsSpeaks(dockerfile, instruction, shells)) also.push(kics);
        const fix = pipe.fixable && !offered ? pipefailFix(dockerfile, body, state) : undefined;
        // One SHELL serves all that follows.
        if (fix?.delta !== undefined) offered = true;
        yield {
          message: pipe.message,
          at: pipe.span,
          ...(pipe.harmless && { severity: "info" as const }),
          evidence: [
            quote(dockerfile, pipe.span),
            reference(
              "the status of a pipeline is that of its last command",
              "POSIX.1-2024, Shell Command Language, 2.9.2",
            ),
          ],
          also,
          ...(fix && { fix }),
        };
      }
    }
  },
});

function isPiped({ piped }: WrittenCommand): boolean {
  return piped;
}

function isRight({ after }: ShellCommand): boolean {
  return after === "|";
}

/** The first pipe that nothing guards; `seen` when it stands in the RUN's own text and not in a nested script. */
function pipeOf(body: RunBody, state: ShellState) {
  const { instruction, written, commands } = body;
  if (instruction.json !== undefined) {
    const right = written.findIndex(({ piped }) => piped);
    if (right === -1) return undefined;
    const runs = /^(.*\/)?(ba|da|a|z|k)?sh$/.test(instruction.json[0] ?? "") && instruction.json.length === 3;
    const message = runs
      ? "This pipe has the status of its last command only"
      : "An exec form runs no pipe: `|` and what follows are passed on as arguments";
    return { seen: true, span: instruction.argsSpan, message, harmless: false, fixable: false };
  }
  if (state.pipefail && state.accepted) return undefined;
  const right = commands.findIndex(isRight);
  const at = commands[right];
  const left = commands[right - 1];
  if (at === undefined || left === undefined) return undefined;
  const guarded = commands.some(
    ({ name, words, span }) =>
      name === "set" && span.start < at.span.start && words.some(({ text }) => text === "pipefail"),
  );
  if (guarded) return undefined;
  const seen = written.some(isPiped);
  const span = { start: left.span.start, end: at.span.end };
  const name = left.name ?? "the command before it";
  return {
    seen,
    span,
    message: state.pipefail
      ? `${state.shell?.json?.[0] ?? "This shell"} may not know pipefail: a failure of ${name} stays hidden, or the RUN does not start`
      : `If ${name} fails, this RUN goes on: a pipe has the status of its last command`,
    harmless: harmless.test(left.name ?? ""),
    fixable: seen && !state.pipefail && !harmless.test(left.name ?? ""),
  };
}

const shellNames = ["zsh", "bash", "ash", "/bin/zsh", "/bin/bash", "/bin/ash"];

/** It wants a shell's name before the pipe, with no other operator between, and no SHELL that sets `-o pipefail` for it. */
function kicsSpeaks(dockerfile: DockerfileFact, instruction: Instruction, shells: readonly Instruction[]): boolean {
  const values = bodyValues(dockerfile, instruction);
  const [text = ""] = values;
  const found = shellNames.flatMap((name) => {
    const at = values.length > 1 ? values.indexOf(name) : text.indexOf(name);
    return at === -1 ? [] : [{ name, at }];
  });
  return found.some(({ name, at }) => {
    if (values.length === 1 && found.some((other) => other.name !== name && other.name.includes(name))) return false;
    const words = values.length > 1 ? values.slice(at + 1) : text.slice(at).split(" ");
    const operator = words.find((word) => /^(&&|\|\||[&;|])$/.test(word));
    return operator === "|" && !shells.some((shell) => setsPipefail(shell, name));
  });
}

function setsPipefail({ json = [] }: Instruction, name: string): boolean {
  const at = json.findIndex((word) => word.includes(name));
  const index = at === -1 ? json.findIndex((word) => name.includes(word)) : at;
  return index !== -1 && json[index + 1] === "-o" && json[index + 2] === "pipefail";
}
