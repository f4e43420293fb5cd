import type { DockerfileFact } from "../../../facts/dockerfile/dockerfile.ts";
import { lineOf, quote, reference } from "../../shared/evidence.ts";
import { defineRule } from "../../rule.ts";
import { heredocScript } from "./heredoc-script.ts";

export default defineRule({
  id: "build/heredoc-without-errexit",
  title: "Heredoc script without set -e",
  why:
    "A heredoc of several lines is one script, and its status is that of the last line: when a line in the middle fails, the RUN still succeeds (measured: `false` " +
    "in the middle is ignored). `set -e` as the first line makes it stop where it fails, as a chain of `&&` does.",
  severity: "warning",
  needs: ["dockerfile"],
  fix: "proven",
  also: [],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM debian:trixie-slim\nRUN <<EOF\napt-get update\napt-get install -y curl\nrm -rf /var/lib/apt/lists/*\nEOF\n",
      good: "FROM debian:trixie-slim\nRUN <<EOF\nset -e\napt-get update\napt-get install -y curl\nrm -rf /var/lib/apt/lists/*\nEOF\n",
    },
    {
      kind: "dockerfile",
      bad: "FROM debian:trixie-slim\nRUN <<EOF\n#!/bin/bash\ncd /srv\nmake\nEOF\n",
      good: "FROM debian:trixie-slim\nRUN <<EOF\n#!/bin/bash\nset -e\ncd /srv\nmake\nEOF\n",
    },
  ],
  *check({ dockerfile }) {
    for (const { instructions } of dockerfile.stages) {
      for (const instruction of instructions) {
        const stops = errexit(instruction.shell ?? []);
        if (instruction.keyword !== "RUN" || instruction.heredocs.length !== 1) continue;
        const script = heredocScript(dockerfile, instruction, stops);
        if (script === undefined) continue;
        const { first, insertAt, indent } = script;
        yield {
          message: `If line ${lineOf(dockerfile, first)} fails, the script goes on and the RUN succeeds`,
          at: first,
          evidence: [
            quote(dockerfile, first),
            reference(
              "the status of a list is that of its last command",
              "POSIX.1-2024, Shell Command Language, 2.9.3",
            ),
          ],
          fix: fixOf(dockerfile, insertAt, indent),
        };
      }
    }
  },
});

function errexit(json: readonly string[]): boolean {
  return json.some((word) => /^-[a-zA-Z]*e/.test(word) || word === "errexit");
}

function fixOf({ file, eol }: DockerfileFact, at: number, indent: string) {
  return {
    title: "stop at the first failure with set -e",
    applicability: "proven" as const,
    edits: [{ file, span: { start: at, end: at }, text: `${indent}set -e${eol}` }] as const,
  };
}
