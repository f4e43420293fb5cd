import type { Instruction, Stage } from "../../facts/dockerfile/dockerfile.ts";
import { knownManager } from "../../facts/managers/known-manager.ts";
import type { PackageCall } from "../../facts/managers/package-call.ts";
import { lineOf, quote } from "../shared/evidence.ts";
import { defineRule } from "../rule.ts";

export default defineRule({
  id: "layers/copy-before-install",
  title: "Sources copied before packages are installed",
  why:
    "Any change to any file of the folder makes `COPY .` a new layer, and everything after it is built again: each edit of a README downloads and installs all packages again. " +
    "Copy the list of packages first, install, then copy the sources.",
  severity: "info",
  needs: ["dockerfile", "packageCalls"],
  fix: "none",
  also: [],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM node:24-slim\nWORKDIR /app\nCOPY . .\nRUN npm ci\n",
      good: "FROM node:24-slim\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci\nCOPY . .\n",
    },
    {
      kind: "dockerfile",
      bad: "FROM ruby:3.4-slim\nWORKDIR /app\nCOPY . .\nRUN bundle install\n",
      good: "FROM ruby:3.4-slim\nWORKDIR /app\nCOPY Gemfile Gemfile.lock ./\nRUN bundle install\nCOPY . .\n",
    },
    {
      kind: "dockerfile",
      bad: "FROM golang:1.25\nWORKDIR /app\nCOPY . .\nRUN go mod download\n",
      good: "FROM golang:1.25\nWORKDIR /app\nCOPY go.mod go.sum ./\nRUN go mod download\nCOPY . .\n",
    },
  ],
  *check({ dockerfile, packageCalls }) {
    const installs = Map.groupBy(packageCalls.filter(needsNoSources), ({ stage }) => stage);
    for (const [index, calls] of installs) {
      const copy = dockerfile.stages[index]?.instructions.find(copiesFolder);
      if (copy === undefined) continue;
      const call = calls.find(({ instruction }) => instruction.span.start > copy.span.start);
      if (call === undefined || installedBefore(calls, copy, call)) continue;
      const verb = knownManager(call.manager)?.installsList?.title ?? call.verb?.text;
      const commandText = verb === undefined ? call.manager : `${call.manager} ${verb}`;
      yield {
        message: `Every change in the folder repeats \`${commandText}\` in line ${lineOf(dockerfile, call.command.span)}`,
        at: copy.span,
        evidence: [quote(dockerfile, copy.span), quote(dockerfile, call.instruction.span)],
      };
    }
  },
});

function copiesFolder({ keyword, onbuild, flags, words }: Stage["instructions"][number]): boolean {
  return (
    (keyword === "COPY" || keyword === "ADD") &&
    !onbuild &&
    !flags.some(({ name }) => name === "from") &&
    words.slice(0, -1).some(({ text }) => /^\.?\/?$/.test(text))
  );
}

/** `npm ci` from the lists alone came first: the one behind the copy finds everything there. */
function installedBefore(
  calls: readonly PackageCall[],
  copy: Instruction,
  { manager, operands }: PackageCall,
): boolean {
  if (operands.length > 0) return false;
  return calls.some((call) => call.manager === manager && call.instruction.span.start < copy.span.start);
}

/** Installs from package lists, or packages by name: none of them reads the sources. */
function needsNoSources({ manager, action, verb, operands, options, instruction }: PackageCall): boolean {
  if (action !== "install" || instruction.onbuild || operands.some(({ kind }) => kind === "path")) return false;
  const { installsList, installsFolder: unless } = knownManager(manager) ?? {};
  if (installsList !== undefined) return verb !== undefined && installsList.verb.test(verb.text);
  return unless === undefined || operands.length > 0 || options.some(({ name }) => unless.test(name));
}
