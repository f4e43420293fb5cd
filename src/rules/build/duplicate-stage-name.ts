import { lineOf, quote } from "../shared/evidence.ts";
import { stageName } from "../../facts/dockerfile/instruction-words.ts";
import { defineRule } from "../rule.ts";

interface Known {
  readonly line: number;
  /** FROM's arguments in lower case, names as written, and those of them behind a lower-case `as`. */
  readonly froms: Set<string>;
  readonly names: Set<string>;
  readonly behindAs: Set<string>;
}

export default defineRule({
  id: "build/duplicate-stage-name",
  title: "Two stages with one name",
  why: "A second stage of the same name takes it over: every later `FROM name` and `COPY --from=name` reads the second one, and the first can be reached by its number only. Which of them is meant depends on the order of the lines.",
  severity: "error",
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
    const seen = new Map<string, Known>();
    for (const { from } of dockerfile.stages) {
      const { as, name } = stageName(from) ?? {};
      if (as === undefined || name === undefined) continue;
      const lower = name.text.toLowerCase();
      const text = from.words.map((word) => word.text.toLowerCase()).join(" ");
      const known = seen.get(lower);
      if (known !== undefined) {
        // Each peer compares other letters.
        const exact = known.names.has(name.text);
        const small = as.text === "as" && known.behindAs.has(name.text);
        yield {
          message: `stage ${name.text} has the name of the one in line ${known.line}`,
          at: name.span,
          evidence: [quote(dockerfile, from.span)],
          also: [
            "buildkit/DuplicateStageName",
            ...(exact ? ["hadolint/DL3024"] : []),
            ...(known.froms.size > 1 || !known.froms.has(text) ? ["trivy/DS-0012"] : []),
            ...(exact ? ["kics/same_alias_in_different_froms"] : []),
            ...(small ? ["checkov/CKV_DOCKER_11"] : []),
          ],
        };
      }
      const entry = known ?? {
        line: lineOf(dockerfile, from.span),
        froms: new Set<string>(),
        names: new Set<string>(),
        behindAs: new Set<string>(),
      };
      entry.froms.add(text);
      entry.names.add(name.text);
      if (as.text === "as") entry.behindAs.add(name.text);
      seen.set(lower, entry);
    }
  },
});
