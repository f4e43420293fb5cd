import type { Instruction, Stage } from "../../facts/dockerfile/dockerfile.ts";
import { ofKeyword } from "../../facts/dockerfile/by-keyword.ts";
import { copyPaths } from "../../facts/dockerfile/copy-paths.ts";
import { flagText } from "../../facts/dockerfile/runs.ts";
import { lineOf, quote } from "../shared/evidence.ts";
import { defineRule } from "../rule.ts";

export default defineRule({
  id: "layers/consecutive-copies",
  title: "Consecutive COPY instructions to one destination",
  why:
    "Each COPY is a layer of its own. Where several stand in a row and put files into the same folder, nothing between them gains from the cache: " +
    "one COPY with several sources says the same in one layer.",
  severity: "info",
  needs: ["dockerfile"],
  fix: "none",
  also: ["kics/multiple_run_add_copy_instructions_listed"],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM node:24-slim\nCOPY package.json /app/\nCOPY server.js /app/\nCOPY routes.js /app/\n",
      good: "FROM node:24-slim\nCOPY package.json server.js routes.js /app/\n",
    },
    {
      kind: "dockerfile",
      bad: "FROM node:24-slim\nCOPY a.js .\nCOPY b.js .\n",
      good: "FROM node:24-slim\nCOPY package.json .\nRUN npm ci\nCOPY a.js b.js ./\n",
    },
  ],
  *check({ dockerfile }) {
    if (ofKeyword(dockerfile, "COPY").length < 2 && ofKeyword(dockerfile, "ADD").length < 2) return;
    for (const stage of dockerfile.stages) {
      for (const group of groupsOf(stage)) {
        const [first, second] = group;
        if (first === undefined || second === undefined) continue;
        yield {
          message: `${group.length} ${first.keyword} in a row to \`${copyPaths(first)?.target.text}\`, from line ${lineOf(dockerfile, first.span)} on, could be one layer`,
          at: second.keywordSpan,
          evidence: [quote(dockerfile, first.span), quote(dockerfile, second.span)],
        };
      }
    }
  },
});

/** Runs of two and more of the same keyword, flags and target. */
function groupsOf({ instructions }: Stage): Instruction[][] {
  const groups: Instruction[][] = [];
  let last = "";
  for (const instruction of instructions) {
    const key = keyOf(instruction);
    if (key !== "" && key === last) groups.at(-1)?.push(instruction);
    else if (key !== "") groups.push([instruction]);
    last = key;
  }
  return groups.filter((group) => group.length > 1);
}

/** Folders that Spring Boot's `jarmode` extracts, one for each layer. */
const springLayer = /\/(?:dependencies|spring-boot-loader|snapshot-dependencies|application)\/?$/;

/** A single name may be a file's new name; two sources need a folder. */
function keyOf(instruction: Instruction): string {
  const { keyword, onbuild, heredocs } = instruction;
  if ((keyword !== "COPY" && keyword !== "ADD") || onbuild || heredocs.length > 0) return "";
  if (instruction.words.some(({ text }) => springLayer.test(text))) return "";
  const target = copyPaths(instruction)?.target.text;
  return target === undefined ? "" : `${keyword} ${flagText(instruction)} ${target}`;
}
