import { replace } from "../../../edits/edit.ts";
import type { DockerfileFact, Instruction } from "../../../facts/dockerfile/dockerfile.ts";
import { quote } from "../../shared/evidence.ts";
import { writtenKeyword } from "../../../facts/dockerfile/instruction-words.ts";
import { defineRule } from "../../rule.ts";

/** As nearly every instruction of nearly every file is. */
function isCapital({ text }: DockerfileFact, { keyword, keywordSpan, onbuild, span }: Instruction): boolean {
  return onbuild ? text.startsWith("ONBUILD", span.start) : text.startsWith(keyword, keywordSpan.start);
}

export default defineRule({
  id: "build/instruction-casing",
  title: "Inconsistent instruction casing",
  why: "Docker reads `run` and `RUN` alike, people do not: an instruction in another case than the others is easily overlooked. Most Dockerfiles write them in capitals, to set them off from their arguments.",
  severity: "info",
  needs: ["dockerfile"],
  fix: "safe",
  whySafe: {
    sameReading:
      "Docker compares the names of instructions without regard to case. Nothing but the letters of the keyword changes: no argument, no text of a heredoc, no ONBUILD trigger.",
  },
  also: ["buildkit/ConsistentInstructionCasing"],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM debian:trixie-slim\nrun date\nWorkdir /app\n",
      good: "FROM debian:trixie-slim\nRUN date\nWORKDIR /app\n",
    },
    {
      kind: "dockerfile",
      bad: "from debian:trixie-slim\nRUN date\nuser 1000\n",
      good: "from debian:trixie-slim\nrun date\nuser 1000\n",
    },
  ],
  *check({ dockerfile }) {
    if (dockerfile.instructions.every((instruction) => isCapital(dockerfile, instruction))) return;
    const firstFrom = dockerfile.stages[0]?.from.span.start ?? 0;
    let lower = 0;
    let upper = 0;
    for (const instruction of dockerfile.instructions) {
      // ARGs before the first FROM have no say, as in BuildKit.
      if (instruction.span.start < firstFrom) continue;
      const word = writtenKeyword(dockerfile, instruction)?.word;
      if (word === undefined) continue;
      if (word === word.toLowerCase()) lower++;
      else if (word === word.toUpperCase()) upper++;
    }
    const usualCasing = lower > upper ? "lower case" : "capitals";
    for (const instruction of dockerfile.instructions) {
      const keywordWord = writtenKeyword(dockerfile, instruction);
      if (keywordWord === undefined) continue;
      const usualSpelling = lower > upper ? keywordWord.word.toLowerCase() : keywordWord.word.toUpperCase();
      if (keywordWord.word === usualSpelling) continue;
      yield {
        message: `${keywordWord.word} stands among instructions in ${usualCasing}`,
        at: keywordWord.span,
        evidence: [quote(dockerfile, keywordWord.span)],
        fix: {
          title: `write ${usualSpelling}`,
          applicability: "safe",
          edits: [replace(dockerfile, keywordWord.span, usualSpelling)],
          delta: [],
        },
      };
    }
  },
});
