import { quote, reference } from "../../shared/evidence.ts";
import { stageLabels } from "../../../facts/dockerfile/labels.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "build/label-key",
  title: "Invalid label key",
  why:
    "Labels are read by programs, which go by their names: small letters, digits, dots and dashes, beginning with a letter. " +
    "`com.docker.`, `io.docker.` and `org.dockerproject.` belong to Docker itself. The common names are the `org.opencontainers.image.` ones.",
  severity: "info",
  needs: ["dockerfile"],
  fix: "none",
  also: ["hadolint/DL3048"],
  examples: [
    {
      kind: "dockerfile",
      bad: 'FROM debian:trixie-slim\nLABEL Build-Number=7 com.docker.team="web"\n',
      good: 'FROM debian:trixie-slim\nLABEL com.example.build-number=7 com.example.team="web"\n',
    },
  ],
  *check({ dockerfile }) {
    for (const { key, span, instruction } of stageLabels(dockerfile)) {
      const fault = key === undefined ? undefined : faultOf(key);
      if (fault === undefined) continue;
      yield {
        message: `Label \`${key}\` ${fault}`,
        at: span,
        evidence: [
          quote(dockerfile, instruction.span),
          reference("key format: lower-case letters, digits, dots and dashes", "Docker docs, Docker object labels"),
        ],
      };
    }
  },
});

function faultOf(key: string): string | undefined {
  if (/^(com\.docker|io\.docker|org\.dockerproject)\./.test(key)) return "is in a namespace that is Docker's own";
  const odd = /[^a-z0-9._/-]/.exec(key)?.[0];
  if (odd !== undefined) return `has \`${odd}\` in it, which is not a small letter, digit, dot or dash`;
  if (!/^[a-z]/.test(key)) return "does not begin with a letter";
  if (!/[a-z0-9]$/.test(key)) return "does not end with a letter or digit";
  return /\.\.|--/.test(key) ? "has two separators in a row" : undefined;
}
