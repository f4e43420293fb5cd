import { replace } from "../../../edits/edit.ts";
import { quote } from "../../shared/evidence.ts";
import { isWhole, stageName, writtenKeyword } from "../../../facts/dockerfile/instruction-words.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "build/from-as-casing",
  title: "FROM and AS in different case",
  why: "`FROM image as name` mixes two ways of writing instructions on one line. Nothing breaks; one case for both lets the name of the stage stand out.",
  severity: "info",
  needs: ["dockerfile"],
  fix: "safe",
  whySafe: {
    sameReading:
      "`AS` is a keyword that Docker compares without regard to case. Only its two letters change, not the name behind it.",
  },
  also: ["buildkit/FromAsCasing"],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM golang:1.25 as build\nFROM debian:trixie-slim AS run\n",
      good: "FROM golang:1.25 AS build\nFROM debian:trixie-slim AS run\n",
    },
    { kind: "dockerfile", bad: "from golang:1.25 AS build\n", good: "from golang:1.25 as build\n" },
  ],
  *check({ dockerfile }) {
    for (const { from } of dockerfile.stages) {
      const as = stageName(from)?.as;
      const keyword = writtenKeyword(dockerfile, from)?.word;
      if (as === undefined || keyword === undefined) continue;
      // `From` itself is the fault of another rule.
      if (keyword !== keyword.toLowerCase() && keyword !== keyword.toUpperCase()) continue;
      const expectedCase = keyword === keyword.toLowerCase() ? "as" : "AS";
      if (as.text === expectedCase) continue;
      yield {
        message: `${keyword} and ${as.text} differ in case`,
        at: as.span,
        evidence: [quote(dockerfile, from.span)],
        ...(isWhole(as) && {
          fix: {
            title: `write ${expectedCase}`,
            applicability: "safe" as const,
            edits: [replace(dockerfile, as.span, expectedCase)] as const,
            delta: [],
          },
        }),
      };
    }
  },
});
