import type { Stage } from "../../facts/dockerfile.ts";
import { lineOf, quote } from "../evidence.ts";
import { defineRule } from "../rule.ts";
import { argumentsOf, callOf, isRun, programOf, type Run } from "../runs.ts";

const none: ReadonlySet<string> = new Set();

export default defineRule({
  id: "layers/copy-before-install",
  title: "Sources copied before packages are installed",
  why:
    "Any change to any file of the folder makes `COPY .` a new layer, and everything after it is built again: each edit of a README downloads and installs all packages anew. " +
    "Copy the list of packages first, install, then copy the sources.",
  severity: "info",
  needs: ["dockerfile"],
  fix: "none",
  also: [],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM node:24-slim\nWORKDIR /app\nCOPY . .\nRUN npm ci\n",
      good: "FROM node:24-slim\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci\nCOPY . .\n",
    },
  ],
  *check({ dockerfile }) {
    for (const stage of dockerfile.stages) {
      const copy = stage.instructions.find(
        ({ keyword, flags, words }) =>
          /^(COPY|ADD)$/.test(keyword) &&
          !flags.some(({ name }) => name === "from") &&
          words.slice(0, -1).some(({ text }) => /^\.?\/?$/.test(text)),
      );
      const found = copy && firstInstall(stage, stage.instructions.indexOf(copy));
      if (copy === undefined || found === undefined) continue;
      yield {
        message: `Every change in the folder repeats \`${found.what}\` in line ${lineOf(dockerfile, found.run.span)}`,
        at: copy.span,
        evidence: [quote(dockerfile, copy.span), quote(dockerfile, found.run.span)],
      };
    }
  },
});

function firstInstall(stage: Stage, after: number): { readonly run: Run; readonly what: string } | undefined {
  for (const run of stage.instructions.slice(after + 1).filter(isRun)) {
    for (const command of run.commands) {
      const what = installs(command);
      if (what !== undefined) return { run, what };
    }
  }
  return undefined;
}

/** The install command, if it does not need the sources themselves. */
function installs(command: Run["commands"][number]): string | undefined {
  const call =
    callOf(command, /^(apt(-get)?|apk|dnf|microdnf|yum|npm|pnpm|yarn|pip3?|bundle|composer|go)$/, none) ??
    (/^python3?$/.test(programOf(command) ?? "") && argumentsOf(command)[1]?.text === "pip"
      ? callOf({ ...command, name: "pip", words: command.words.slice(2) }, /^pip$/, none)
      : undefined);
  if (call === undefined)
    return programOf(command) === "yarn" && argumentsOf(command).length === 0 ? "yarn" : undefined;
  const { program, action, args } = call;
  if (program === "go")
    return action.text === "mod" && args.some(({ text }) => text === "download") ? "go mod download" : undefined;
  if (!/^(install|ci|i|add)$/.test(action.text)) return undefined;
  // `pip install .` and `npm install ./lib` build what was just copied.
  if (args.some(({ text }) => /^\.{1,2}(\/.*)?$|^\.\[/.test(text) || text === "-e" || text === "--editable"))
    return undefined;
  return `${program} ${action.text}`;
}
