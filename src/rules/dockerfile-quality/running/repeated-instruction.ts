import { removeInstruction } from "../../../edits/edit.ts";
import type { Instruction } from "../../../facts/dockerfile/dockerfile.ts";
import { ofKeyword } from "../../../facts/dockerfile/by-keyword.ts";
import { lineOf, quote, reference } from "../../shared/evidence.ts";
import { defineRule } from "../../rule.ts";

/** Settings of which an image has one. */
const singleKeywords = ["CMD", "ENTRYPOINT", "HEALTHCHECK"];

export default defineRule({
  id: "build/repeated-instruction",
  title: "Overridden CMD, ENTRYPOINT or HEALTHCHECK",
  why: "An image has one command, one entrypoint and one health check: the last of each in a stage counts, the others do nothing. Whoever reads or changes an earlier line works on text without effect.",
  severity: "warning",
  needs: ["dockerfile"],
  fix: "safe",
  whySafe: {
    sameReading:
      "An image has one CMD, one ENTRYPOINT and one HEALTHCHECK, and the last of a stage replaces the one before as a whole. The removed instruction has a later one of the same kind in the same stage, so nothing of it is in the image, in a stage built on it, or in a build with --target. Triggers (ONBUILD) are neither removed nor counted.",
  },
  also: [
    "buildkit/MultipleInstructionsDisallowed",
    "hadolint/DL4003",
    "trivy/DS-0016",
    "kics/multiple_cmd_instructions_listed",
    "hadolint/DL4004",
    "trivy/DS-0007",
    "kics/multiple_entrypoint_instructions_listed",
    "hadolint/DL3012",
    "trivy/DS-0023",
  ],
  examples: [
    {
      kind: "dockerfile",
      bad: 'FROM node:24-slim\n# starts the tests\nCMD ["npm", "test"]\nCOPY . /app\nCMD ["node", "/app/server.js"]\n',
      good: 'FROM node:24-slim\n# starts the tests\nCOPY . /app\nCMD ["node", "/app/server.js"]\n',
    },
    {
      kind: "dockerfile",
      bad: 'FROM nginx:1.29\nHEALTHCHECK NONE\nHEALTHCHECK CMD ["true"]\nENTRYPOINT ["/a"]\nENTRYPOINT ["/b"]\n',
      good: 'FROM nginx:1.29\nHEALTHCHECK CMD ["true"]\nENTRYPOINT ["/b"]\n',
    },
  ],
  *check({ dockerfile }) {
    if (singleKeywords.every((keyword) => ofKeyword(dockerfile, keyword).length < 2)) return;
    for (const { instructions } of dockerfile.stages) {
      const last = new Map<string, Instruction>();
      for (const instruction of instructions)
        if (!instruction.onbuild && singleKeywords.includes(instruction.keyword))
          last.set(instruction.keyword, instruction);
      for (const instruction of instructions) {
        const { keyword, onbuild, span } = instruction;
        const winner = onbuild ? undefined : last.get(keyword);
        if (winner === undefined || winner === instruction) continue;
        yield {
          message: `this ${keyword} does nothing: the one in line ${lineOf(dockerfile, winner.span)} replaces it`,
          at: span,
          evidence: [
            quote(dockerfile, span),
            reference(`only the last ${keyword} of a stage takes effect`, `Dockerfile reference, ${keyword}`),
          ],
          fix: {
            title: `remove the ${keyword} without effect`,
            applicability: "safe",
            edits: [removeInstruction(dockerfile, instruction)],
            delta: [],
          },
        };
      }
    }
  },
});
