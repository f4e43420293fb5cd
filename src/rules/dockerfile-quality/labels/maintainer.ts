import { basesWithoutAuthors } from "../../../data/known-bases.ts";
import type { DockerfileFact, Stage } from "../../../facts/dockerfile/dockerfile.ts";
import { setsNoLabel } from "../../../facts/dockerfile/labels.ts";
import { officialName } from "../../../facts/dockerfile/official-image.ts";
import { parentOf } from "../../../facts/dockerfile/stage-tree.ts";
import { quote } from "../../shared/evidence.ts";
import type { SafeStepsFact } from "../../../facts/safe-steps/safe-steps.ts";
import { defineRule } from "../../rule.ts";
import { sureIf } from "../../shared/sure.ts";

const label = "org.opencontainers.image.authors";

export default defineRule({
  id: "build/maintainer",
  title: "MAINTAINER is deprecated",
  why: "MAINTAINER has been deprecated since Docker 1.13 and other builders drop it. The OCI annotation `org.opencontainers.image.authors` says the same where tools look for it.",
  severity: "warning",
  needs: ["dockerfile", "safeSteps"],
  fix: "safe",
  whySafe:
    "MAINTAINER and LABEL both only write into the configuration of the image; no file and no program changes. The author of the configuration becomes empty, and the label holds the name. It is offered as safe where the name of every label in the file can be read from the text (quotes and escapes removed, no variable in it, triggers included) and is another, where the stage begins with scratch or an official image without the label, named without a variable, where no other file of the repository names contexts for a build, and where the name of the maintainer holds no quote, escape or `$` that LABEL would read in its own way. Elsewhere the label of someone else would be replaced, and the fix is offered as proven.",
  also: [
    "hadolint/DL4000",
    "buildkit/MaintainerDeprecated",
    "trivy/DS-0022",
    "checkov/CKV_DOCKER_6",
    "kics/maintainer_instruction_being_used",
  ],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM debian:trixie-slim\nMAINTAINER Jo Doe <jo@example.com>\n",
      good: 'FROM debian:trixie-slim\nLABEL org.opencontainers.image.authors="Jo Doe <jo@example.com>"\n',
    },
    {
      kind: "dockerfile",
      bad: 'FROM debian:trixie-slim\nMAINTAINER "Jo Doe"\nRUN date\n',
      good: 'FROM debian:trixie-slim\nLABEL org.opencontainers.image.authors="Jo Doe"\nRUN date\n',
    },
  ],
  *check({ dockerfile, safeSteps }) {
    for (const stage of dockerfile.stages) {
      for (const instruction of stage.instructions) {
        if (instruction.keyword !== "MAINTAINER" || instruction.onbuild) continue;
        const name = instruction.args.replace(/^(["'])(.*)\1$/, "$2");
        // LABEL expands variables and knows escapes, MAINTAINER does not; such names are left to a person.
        const plain = name !== "" && !/["\\`$\n\r]/.test(name);
        const { keywordSpan, argsSpan } = instruction;
        yield {
          message: `MAINTAINER ${name} is deprecated: a label says it where tools look`,
          at: keywordSpan,
          evidence: [quote(dockerfile, instruction.span)],
          ...(plain && {
            fix: {
              title: `say it with LABEL ${label}`,
              ...sureIf(mayReplaceLabel(dockerfile, stage, safeSteps)),
              edits: [
                {
                  file: dockerfile.file,
                  span: { start: keywordSpan.start, end: argsSpan.end },
                  text: `LABEL ${label}="${name}"`,
                },
              ] as const,
              delta: [`config: Labels.${label}`, "config: Author"],
            },
          }),
        };
      }
    }
  },
});

/** Another line, or the base, may set the label. */
function mayReplaceLabel(dockerfile: DockerfileFact, stage: Stage, safeSteps: SafeStepsFact): string | undefined {
  if (!setsNoLabel(dockerfile, label)) return "another line sets or may set the label";
  if (!startsWithout(dockerfile, stage)) return "the base may set the label";
  return safeSteps.outside(({ namedContexts }) => namedContexts);
}

/** The stage begins with scratch or an official image without the label, through stages of this file, and no FROM of them has a variable. */
function startsWithout(dockerfile: DockerfileFact, { base, from, index }: Stage): boolean {
  if (from.args.includes("$")) return false;
  const parent = parentOf(dockerfile, { index });
  if (parent !== undefined) return startsWithout(dockerfile, parent);
  return base.kind === "scratch" || basesWithoutAuthors.has(officialName(base) ?? "");
}
