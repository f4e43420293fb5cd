import { quote } from "../../shared/evidence.ts";
import { stageName } from "../../../facts/dockerfile/instruction-words.ts";
import { defineRule } from "../../rule.ts";

const reserved = new Set(["scratch", "context"]);

export default defineRule({
  id: "build/reserved-stage-name",
  title: "Stage with a reserved name",
  why: "`scratch` means the empty image and `context` the folder that is built from. A stage of such a name cannot be reached under it, or hides what everybody takes the word for.",
  severity: "warning",
  needs: ["dockerfile"],
  fix: "none",
  also: ["buildkit/ReservedStageName", "hadolint/DL3063"],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM golang:1.25 AS scratch\nRUN go build -o /app .\n",
      good: "FROM golang:1.25 AS build\nRUN go build -o /app .\nFROM scratch\nCOPY --from=build /app /app\n",
    },
  ],
  *check({ dockerfile }) {
    for (const { from } of dockerfile.stages) {
      const name = stageName(from)?.name;
      if (name === undefined || !reserved.has(name.text.toLowerCase())) continue;
      yield {
        message: `${name.text} is a word that Docker keeps for itself`,
        at: name.span,
        evidence: [quote(dockerfile, from.span)],
      };
    }
  },
});
