import { ownValue } from "../../domain/own-value.ts";
import type { BaseReference, Instruction } from "../../facts/dockerfile/dockerfile.ts";
import { quote, reference } from "../shared/evidence.ts";
import { defineRule } from "../rule.ts";
import { targetChain } from "../../facts/dockerfile/target-chain.ts";
import { officialName } from "../../facts/dockerfile/official-image.ts";

/**
 * Official images whose full variant contains build tools, and whether the Debian name comes before or after `slim` in
 * their tags. debian is none of them: its plain image has no build tools, and -slim only lacks documentation and
 * locales.
 */
const slimAfterName: Readonly<Record<string, boolean>> = { python: false, ruby: false, node: true };
const names = "bullseye|bookworm|trixie";
const plainTag = new RegExp(`^(\\d+(?:\\.\\d+)*)(?:-(${names}))?$`);

export default defineRule({
  id: "base-image/full-variant",
  title: "Full base image where a slim one exists",
  why:
    "The full variant brings compilers, headers, version control and hundreds of packages for building other software. " +
    "At run time they are only size, pending updates and tools for an intruder; a build stage can keep them.",
  severity: "info",
  needs: ["dockerfile"],
  fix: "suggested",
  also: [],
  examples: [
    {
      kind: "dockerfile",
      bad: 'FROM python:3.13\nCOPY app.py /\nCMD ["python", "/app.py"]\n',
      good: 'FROM python:3.13-slim\nCOPY app.py /\nCMD ["python", "/app.py"]\n',
    },
    {
      kind: "dockerfile",
      bad: "FROM node:24-bookworm\nCOPY dist /app\n",
      good: "FROM node:24 AS build\nRUN npm ci && npm run build\nFROM node:24-bookworm-slim\nCOPY --from=build /app/dist /app\n",
    },
  ],
  *check({ dockerfile }) {
    const [stage] = targetChain(dockerfile);
    const slim = stage && slimTag(stage.base);
    if (stage === undefined || slim === undefined) return;
    if (stage.instructions.some(callsTool))
      return "its HEALTHCHECK or command calls a program that the slim variant lacks";
    const { base, from } = stage;
    yield {
      message: `\`${base.text}\` is the full variant; \`${base.name}:${slim}\` is the same release without the build tools`,
      at: base.tagSpan ?? base.span,
      evidence: [
        quote(dockerfile, from.span),
        reference(
          "the full variants are made for building other software; -slim has only what is needed to run",
          `Docker Official Images, ${officialName(base)}, Image Variants`,
        ),
      ],
      ...(base.digest === undefined &&
        base.tagSpan && {
          fix: {
            title: `use \`${base.name}:${slim}\``,
            applicability: "suggested" as const,
            edits: [{ file: dockerfile.file, span: base.tagSpan, text: slim }] as const,
            delta: ["/"],
          },
        }),
    };
  },
});

/** What starts with the image finds curl, wget and git in the full variants alone. */
function callsTool({ keyword, args }: Instruction): boolean {
  return /^(?:HEALTHCHECK|CMD|ENTRYPOINT)$/.test(keyword) && /(?:^|[\s"'[/])(?:curl|wget|git)(?:[\s"']|$)/.test(args);
}

function slimTag(base: BaseReference): string | undefined {
  const name = officialName(base);
  const isSlimLast = name === undefined ? undefined : ownValue(slimAfterName, name);
  if (isSlimLast === undefined || base.tag === undefined) return undefined;
  const plain = plainTag.exec(base.tag);
  if (plain === null) return undefined;
  const [, version, system] = plain;
  if (system === undefined) return `${version}-slim`;
  return isSlimLast ? `${version}-${system}-slim` : `${version}-slim-${system}`;
}
