import { basesWithoutAuthors } from "../../../data/known-bases.ts";
import type { DockerfileFact } from "../../../facts/dockerfile/dockerfile.ts";
import { quote } from "../../shared/evidence.ts";
import { oncePer } from "../../../text/once-per.ts";
import { defineRule } from "../../rule.ts";
import { sureIf } from "../../shared/sure.ts";

export default defineRule({
  id: "build/maintainer",
  title: "MAINTAINER is deprecated",
  why: "MAINTAINER has been deprecated since Docker 1.13 and other builders drop it. The OCI annotation `org.opencontainers.image.authors` says the same where tools look for it.",
  severity: "warning",
  needs: ["dockerfile", "safeSteps"],
  fix: "safe",
  whySafe:
    "MAINTAINER and LABEL both only write into the configuration of the image; no file and no program changes. It is offered as safe where nothing else sets or may set that label (no other line of the file names it, and the base is an official image without it, or scratch), and where the name holds no quote, escape or `$` that LABEL would read in its own way. Elsewhere the label of someone else would be replaced, and the fix is offered as proven.",
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
    for (const instruction of dockerfile.stages.flatMap((stage) => stage.instructions)) {
      if (instruction.keyword !== "MAINTAINER" || instruction.onbuild) continue;
      const name = instruction.args.trim().replace(/^(["'])(.*)\1$/, "$2");
      // LABEL expands variables and knows escapes, MAINTAINER does not; such names are left to a person.
      const plain = name !== "" && !/["\\`$\n\r]/.test(name);
      const { keywordSpan, argsSpan } = instruction;
      yield {
        message: `MAINTAINER ${name} is deprecated: a label says it where tools look`,
        at: keywordSpan,
        evidence: [quote(dockerfile, instruction.span)],
        ...(plain && {
          fix: {
            title: "say it with LABEL org.opencontainers.image.authors",
            ...sureIf(mayReplaceLabel(dockerfile, safeSteps.baseOf(instruction)?.name)),
            edits: [
              {
                file: dockerfile.file,
                span: { start: keywordSpan.start, end: argsSpan.end },
                text: `LABEL org.opencontainers.image.authors="${name}"`,
              },
            ] as const,
            delta: ["config: Labels.org.opencontainers.image.authors"],
          },
        }),
      };
    }
  },
});

/** Another line, or the base, may set the label. */
function mayReplaceLabel(dockerfile: DockerfileFact, base: string | undefined): string | undefined {
  const { named, onScratch } = labelsOf(dockerfile);
  if (named) return "another line sets or may set the label";
  const without = onScratch || (base !== undefined && basesWithoutAuthors.has(base));
  return without ? undefined : "the base may set the label";
}

const labelsOf = oncePer(({ text, stages }: DockerfileFact) => ({
  named: text.includes("image.authors") || /^[ \t]*(?:ENV|ARG)\b[^\n\r\u2028\u2029]*\bauthors\b/im.test(text),
  onScratch: stages.every(({ base }) => base.kind === "scratch" || base.kind === "stage"),
}));
