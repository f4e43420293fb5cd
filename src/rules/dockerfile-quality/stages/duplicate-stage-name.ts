import { lineOf, quote } from "../../shared/evidence.ts";
import { stageName } from "../../../facts/dockerfile/instruction-words.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "build/duplicate-stage-name",
  title: "Two stages with one name",
  why: "A second stage of the same name takes it over: every later `FROM name` and `COPY --from=name` reads the second one, and the first can be reached by its number only. Which of them is meant depends on the order of the lines.",
  severity: "warning",
  needs: ["dockerfile"],
  fix: "none",
  also: [
    "buildkit/DuplicateStageName",
    "hadolint/DL3024",
    "trivy/DS-0012",
    "checkov/CKV_DOCKER_11",
    "kics/same_alias_in_different_froms",
  ],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM node:24 AS build\nRUN npm ci\nFROM golang:1.25 AS build\nRUN go build\nFROM debian:trixie-slim\nCOPY --from=build /app /app\n",
      good: "FROM node:24 AS web\nRUN npm ci\nFROM golang:1.25 AS build\nRUN go build\nFROM debian:trixie-slim\nCOPY --from=build /app /app\n",
    },
  ],
  *check({ dockerfile }) {
    const lines = new Map<string, number>();
    for (const { from } of dockerfile.stages) {
      const { name } = stageName(from) ?? {};
      if (name === undefined) continue;
      const lower = name.text.toLowerCase();
      const line = lines.get(lower);
      if (line === undefined) lines.set(lower, lineOf(dockerfile, from.span));
      else
        yield {
          message: `stage ${name.text} has the name of the one in line ${line}`,
          at: name.span,
          evidence: [quote(dockerfile, from.span)],
        };
    }
  },
});
