import { quote, reference } from "../../shared/evidence.ts";
import { defineRule } from "../../rule.ts";
import { renameFix, undefinedUses } from "../variables/variable-fixes.ts";

export default defineRule({
  id: "build/undefined-arg-in-from",
  title: "Undeclared ARG in FROM",
  why: "FROM sees only the ARGs that stand before the first FROM. An undeclared one is empty, so the build stops, or starts from another image than the line says. A `--build-arg` for it is ignored as well.",
  severity: "warning",
  needs: ["dockerfile", "variables"],
  fix: "suggested",
  also: ["buildkit/UndefinedArgInFrom"],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM node:24${VARIANT} AS build\nRUN npm ci\n",
      good: "ARG VARIANT=-slim\nFROM node:24${VARIANT} AS build\nRUN npm ci\n",
    },
    {
      kind: "dockerfile",
      bad: "ARG VERSION=24\nFROM node:24\nARG FLAVOUR=slim\nFROM node:$VERSION-$FLAVOUR\n",
      good: "ARG VERSION=24\nARG FLAVOUR=slim\nFROM node:24\nFROM node:$VERSION-$FLAVOUR\n",
    },
  ],
  *check({ dockerfile, variables }) {
    for (const use of undefinedUses(variables.uses)) {
      if (use.instruction.keyword !== "FROM") continue;
      const fix = renameFix(dockerfile, use);
      const suggestionText = use.suggestion === undefined ? "" : `; is $${use.suggestion} meant?`;
      yield {
        message: `no ARG before the first FROM declares ${use.name}: it is always ${use.guarded ? "unset" : "empty"}${suggestionText}`,
        at: use.span,
        ...(use.guarded && { severity: "info" as const }),
        evidence: [
          quote(dockerfile, use.instruction.span),
          reference("only ARGs before the first FROM can be used in FROM", "Dockerfile reference, ARG and FROM"),
        ],
        ...(fix && { fix }),
      };
    }
  },
});
