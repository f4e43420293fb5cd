import type { DockerfileFact, Stage } from "../../../facts/dockerfile/dockerfile.ts";
import { ofKeyword } from "../../../facts/dockerfile/by-keyword.ts";
import { copyFrom } from "../../../facts/dockerfile/copy-paths.ts";
import { lineOf, quote } from "../../shared/evidence.ts";
import { sureIf } from "../../shared/sure.ts";
import { defineRule } from "../../rule.ts";
import { stageTree } from "../../../facts/dockerfile/stage-tree.ts";

export default defineRule({
  id: "build/stage-by-number",
  title: "Stage named by its number",
  why:
    "`--from=0` counts the FROM lines above: a stage added or moved later makes the COPY take its files from another one, and often the build still succeeds. " +
    "A name stays with its stage.",
  severity: "info",
  needs: ["dockerfile", "safeSteps"],
  fix: "safe",
  whySafe: {
    sameReading:
      "A number in --from means the stage with that index, and the name that takes its place is that of the same stage, declared above and given to no other stage of the file, nor by another file of the repository to a context for the build. COPY takes the same files from the same stage; ONBUILD triggers, which are resolved in another file, are left alone.",
  },
  also: ["kics/using_unnamed_build_stages"],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM golang:1.25 AS build\nRUN go build -o /app\nFROM scratch\nCOPY --from=0 /app /app\n",
      good: "FROM golang:1.25 AS build\nRUN go build -o /app\nFROM scratch\nCOPY --from=build /app /app\n",
    },
  ],
  *check({ dockerfile, safeSteps }) {
    for (const { stage, instruction: copy } of ofKeyword(dockerfile, "COPY")) {
      const from = copyFrom(copy);
      if (from === undefined || !/^\d+$/.test(from.name) || Number(from.name) >= stage.index) continue;
      const targetStage = dockerfile.stages[Number(from.name)];
      if (targetStage === undefined) continue;
      const name = nameFor(dockerfile, targetStage);
      yield {
        message: `--from=${from.name} means the stage of line ${lineOf(dockerfile, targetStage.from.span)} only as long as none is added above it`,
        at: from.span,
        evidence: [quote(dockerfile, copy.span), quote(dockerfile, targetStage.from.span)],
        ...(name !== undefined && {
          fix: {
            title: `--from=${name}`,
            ...sureIf(safeSteps.outside(({ namedContexts }) => namedContexts)),
            edits: [{ file: dockerfile.file, span: from.span, text: `--from=${name}` }] as const,
            delta: [],
          },
        }),
      };
    }
  },
});

/** Its name as Docker keeps it, in lower case, when that means this stage and no other wherever it is used. */
function nameFor(dockerfile: DockerfileFact, { name = "" }: Stage): string | undefined {
  const lowerName = name.toLowerCase();
  return stageTree(dockerfile).byName.get(lowerName)?.length === 1 ? lowerName : undefined;
}
