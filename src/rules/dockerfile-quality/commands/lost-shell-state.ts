import { ownValue } from "../../../domain/own-value.ts";
import type { Fix } from "../../../domain/finding/fix.ts";
import type { DockerfileFact, Instruction, ShellCommand } from "../../../facts/dockerfile/dockerfile.ts";
import { quote, reference } from "../../shared/evidence.ts";
import { isDirect } from "../../../facts/dockerfile/exec-form.ts";
import { mayCall } from "../../../facts/dockerfile/programs.ts";
import { defineRule } from "../../rule.ts";
import { runsAndTriggersOf } from "../../../facts/dockerfile/runs.ts";

/** State that each builtin sets in a shell that ends with the RUN, and the permanent alternative. */
const lost: Readonly<Record<string, string>> = {
  alias: "the alias is gone with this RUN's shell",
  export: "the variable is gone with this RUN's shell: ENV keeps it",
  source: "what the script sets is gone with this RUN's shell",
  ".": "what the script sets is gone with this RUN's shell",
  ulimit: "the limit is gone with this RUN's shell: `docker run --ulimit` sets it for the container",
  umask: "the mask is gone with this RUN's shell",
};

export default defineRule({
  id: "build/lost-shell-state",
  title: "Shell state lost at the end of a RUN",
  why:
    "Each RUN is a shell of its own: a variable, an alias or an activated environment that its last command sets is forgotten before anything uses it, and the next " +
    "instruction does not see it. Say it with ENV, or set and use it in the same RUN.",
  severity: "warning",
  needs: ["dockerfile"],
  fix: "suggested",
  also: [],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM debian:trixie-slim\nRUN export APP_HOME=/srv/app\n",
      good: "FROM debian:trixie-slim\nENV APP_HOME=/srv/app\n",
    },
    {
      kind: "dockerfile",
      bad: "FROM python:3.14-slim\nRUN python -m venv /venv && . /venv/bin/activate\n",
      good: "FROM python:3.14-slim\nRUN python -m venv /venv\nENV PATH=/venv/bin:$PATH\n",
    },
  ],
  *check({ dockerfile }) {
    if (!mayCall(dockerfile, ...Object.keys(lost))) return;
    for (const run of dockerfile.stages.flatMap(runsAndTriggersOf)) {
      // A program that an exec form starts is no builtin.
      const last = isDirect(run) ? undefined : run.commands.at(-1);
      const effect = last?.name === undefined ? undefined : ownValue(lost, last.name);
      if (last === undefined || effect === undefined || !last.topLevel || last.after === "|") continue;
      // A script may do more than set variables.
      if (!setsAny(last) || (/^(source|\.)$/.test(last.name ?? "") && !activates(last))) continue;
      const fix = asEnv(dockerfile, run, last);
      yield {
        message: `\`${last.name}\` is the last command: ${effect}`,
        at: last.span,
        evidence: [
          quote(dockerfile, last.span),
          reference("each instruction runs in a new container from the image so far", "Dockerfile reference, RUN"),
        ],
        ...(fix && { fix }),
      };
    }
  },
});

/** Alone, and with options only, they print: `umask -S`, `ulimit -a`, `ulimit -n`, `export -p`, `alias ll`. */
function setsAny({ name, words }: ShellCommand): boolean {
  const [first, ...more] = words.slice(1).filter(({ text }) => !/^-[A-Za-z]+$/.test(text));
  if (first === undefined) return false;
  return name !== "alias" || [first, ...more].some(({ text }) => text.includes("="));
}

/** Scripts that only set up the shell. */
function activates({ words }: ShellCommand): boolean {
  return /(\/activate|\/\.?(bashrc|profile|bash_profile|zshrc|env)|\/setup\.bash)$/.test(words[1]?.text ?? "");
}

/** Only where ENV means the same: one literal assignment and nothing else in the RUN. */
function asEnv({ file }: DockerfileFact, run: Instruction, { name, words }: ShellCommand): Fix | undefined {
  const [, assignment] = words;
  if (name !== "export" || run.commands?.length !== 1 || words.length !== 2 || assignment === undefined)
    return undefined;
  if (run.heredocs.length > 0 || run.flags.length > 0 || !/^\w+=[\w./:@%+,-]*$/.test(assignment.text)) return undefined;
  return {
    title: `keep it with ENV ${assignment.text}`,
    applicability: "suggested",
    edits: [{ file, span: { start: run.keywordSpan.start, end: run.argsSpan.end }, text: `ENV ${assignment.text}` }],
  };
}
