import { copyFrom, copyPaths } from "../../facts/dockerfile/copy-paths.ts";
import type { DockerfileFact, Stage } from "../../facts/dockerfile/dockerfile.ts";
import { stageTree } from "../../facts/dockerfile/stage-tree.ts";
import { pairsOf } from "../../facts/dockerfile/variables/pairs-of.ts";
import { quoteValue } from "../../facts/dockerfile/quote-value.ts";
import { quote, reference } from "../shared/evidence.ts";
import { defineRule } from "../rule.ts";

export default defineRule({
  id: "base-image/outdated-env",
  title: "Repeated ENV that the base no longer sets",
  why:
    "A stage `FROM scratch` inherits no variables, so it repeats those of the image that it copies, as `harden --slim` writes them. The copy ages: with another base, " +
    "PYTHON_VERSION or PATH say what is no longer true. Take over the value of the base, or harden again.",
  severity: "warning",
  needs: ["dockerfile", "variables", "bases"],
  fix: "suggested",
  also: [],
  examples: [
    {
      kind: "dockerfile",
      bad: 'FROM own/python:3 AS app\nRUN make\nFROM scratch\nCOPY --from=app / /\nENV PYTHON_VERSION="3.13.5"\nCMD ["python3"]\n',
      good: 'FROM own/python:3 AS app\nRUN make\nFROM scratch\nCOPY --from=app / /\nENV PYTHON_VERSION="3.13.6"\nCMD ["python3"]\n',
      bases: { "own/python:3": { env: { PYTHON_VERSION: "3.13.6" } } },
    },
  ],
  *check({ dockerfile, variables }) {
    for (const stage of dockerfile.stages) {
      const end = stage.base.kind === "scratch" ? copiedStage(dockerfile, stage)?.instructions.at(-1) : undefined;
      if (end === undefined) continue;
      for (const instruction of stage.instructions) {
        if (instruction.keyword !== "ENV" || instruction.onbuild) continue;
        for (const { name, value = "", nameSpan, valueSpan } of pairsOf(dockerfile, instruction)) {
          const expected = variables.valueOf(end, name);
          const actual = variables.expand(instruction, value);
          if (expected === undefined || actual === undefined || expected === actual) continue;
          const text = quoteValue(expected);
          yield {
            message: `\`${name}\` differs from the image that this stage copies`,
            at: nameSpan,
            evidence: [
              quote(dockerfile, instruction.span),
              reference(
                `the copied stage ends with ${name}=${text ?? "another value"}`,
                "ENV of the base and its stages",
              ),
            ],
            ...(text !== undefined &&
              valueSpan && {
                fix: {
                  title: `Repeat \`${name}\` as it is there`,
                  applicability: "suggested" as const,
                  edits: [{ file: dockerfile.file, span: valueSpan, text }],
                },
              }),
          };
        }
      }
    }
  },
});

/** The stage whose whole file system a stage copies. */
function copiedStage(dockerfile: DockerfileFact, { instructions, index }: Stage): Stage | undefined {
  for (const copy of instructions) {
    const name = copy.keyword === "COPY" ? copyFrom(copy)?.name.toLowerCase() : undefined;
    const paths = name === undefined ? undefined : copyPaths(copy);
    if (name === undefined || paths?.target.text !== "/" || !paths.sources.some(({ text }) => text === "/")) continue;
    return stageTree(dockerfile)
      .byName.get(name)
      ?.findLast((stage) => stage.index < index);
  }
  return undefined;
}
