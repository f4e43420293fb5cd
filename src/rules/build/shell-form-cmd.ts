import type { DockerfileFact, Instruction } from "../../facts/dockerfile.ts";
import type { Applicability } from "../../domain/fix.ts";
import { quote, reference } from "../evidence.ts";
import { defineRule } from "../rule.ts";
import { chainInstructions, officialName, targetChain } from "../target-chain.ts";

/** Words that only a shell understands. */
const builtin =
  /^(\.|:|\[|alias|bg|break|cd|command|continue|eval|exec|exit|export|fg|getopts|hash|jobs|local|read|readonly|return|set|shift|source|times|trap|type|ulimit|umask|unalias|unset|wait)$/;
/** Official images with no ENTRYPOINT, or (node) one that passes a known command on as it is. */
const plainEntrypoint =
  /^(alpine|almalinux|amazonlinux|buildpack-deps|busybox|debian|fedora|golang|node|python|rockylinux|ruby|rust|ubuntu)$/;

export default defineRule({
  id: "build/shell-form-cmd",
  title: "CMD or ENTRYPOINT in shell form",
  why:
    "The shell form starts `/bin/sh -c`, so a shell may stand between the engine and your program: SIGTERM then ends the shell only, and every stop waits ten seconds for the kill. " +
    "The exec form starts the program itself, needs no shell in the image and passes arguments on.",
  severity: "warning",
  needs: ["dockerfile"],
  fix: "safe",
  also: ["buildkit/JSONArgsRecommended", "hadolint/DL3025"],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM python:3.13-slim\nCMD python -u /app/app.py --port 8080\n",
      good: 'FROM python:3.13-slim\nCMD ["python", "-u", "/app/app.py", "--port", "8080"]\n',
    },
    {
      kind: "dockerfile",
      bad: "FROM node:24-slim\nCMD node 'my server.js'\n",
      good: 'FROM node:24-slim\nCMD ["node", "my server.js"]\n',
    },
  ],
  *check({ dockerfile }) {
    if (dockerfile.windows) return;
    const chain = targetChain(dockerfile);
    const [all, base] = [chainInstructions(chain), officialName(chain[0]?.base)];
    for (const keyword of ["CMD", "ENTRYPOINT"]) {
      const instruction = all.findLast((candidate) => candidate.keyword === keyword);
      if (instruction === undefined || instruction.json !== undefined || instruction.args.trim() === "") continue;
      // `exec` gives the shell's place to the program, which is what the exec form is for.
      if (/^exec\s/.test(instruction.args)) continue;
      const words = plainWords(dockerfile, instruction);
      const applicability = words && howSure(keyword, all, base);
      yield {
        message: `${keyword} runs through \`/bin/sh -c\`: the shell, not the program, may get the stop signal`,
        at: instruction.span,
        evidence: [
          quote(dockerfile, instruction.span),
          reference(
            "the shell form runs the command in a shell; signals are not passed on to the program by it",
            "Dockerfile reference, Shell and exec form, ENTRYPOINT",
          ),
        ],
        ...(words &&
          applicability && {
            fix: {
              title: "use the exec form",
              applicability,
              edits: [
                {
                  file: dockerfile.file,
                  span: instruction.argsSpan,
                  text: `[${words.map((word) => JSON.stringify(word)).join(", ")}]`,
                },
              ] as const,
              delta: [keyword === "CMD" ? "config: Cmd" : "config: Entrypoint"],
            },
          }),
      };
    }
  },
});

/** The words that the shell would pass on, when the body is one command and nothing but words. */
function plainWords({ text }: DockerfileFact, { commands, argsSpan }: Instruction): readonly string[] | undefined {
  const [command, more] = commands ?? [];
  if (command === undefined || more !== undefined || !command.topLevel || command.name === undefined) return undefined;
  const { words, name } = command;
  if (builtin.test(name) || !words.every(({ literal }) => literal)) return undefined;
  // Whatever stands beside the words (redirection, semicolon, comment, assignment) needs the shell.
  let at = argsSpan.start;
  for (const { span } of words) {
    if (!/^\s*$/.test(text.slice(at, span.start))) return undefined;
    at = span.end;
  }
  return /^\s*$/.test(text.slice(at, argsSpan.end)) ? words.map((word) => word.text) : undefined;
}

function howSure(keyword: string, all: readonly Instruction[], base: string | undefined): Applicability | undefined {
  if (all.some((instruction) => instruction.keyword === "SHELL")) return undefined;
  const entrypoint = all.findLast((instruction) => instruction.keyword === "ENTRYPOINT");
  // A shell-form ENTRYPOINT ignores CMD; in exec form it would take it as arguments.
  if (keyword === "ENTRYPOINT") return all.some((instruction) => instruction.keyword === "CMD") ? undefined : "proven";
  if (entrypoint !== undefined) return entrypoint.json === undefined ? undefined : "proven";
  return base !== undefined && plainEntrypoint.test(base) ? "safe" : "proven";
}
