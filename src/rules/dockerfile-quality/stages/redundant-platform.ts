import { quote } from "../../shared/evidence.ts";
import { platformFlag } from "./platform.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "build/redundant-platform",
  title: "--platform=$TARGETPLATFORM in FROM",
  why: "The platform that the build is for is what FROM takes anyway, so the flag says nothing. Where it stands, a reader looks for a cross build that is not there.",
  severity: "info",
  needs: ["dockerfile"],
  fix: "proven",
  also: ["buildkit/RedundantTargetPlatform", "hadolint/DL3065", "kics/using_platform_with_from"],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM --platform=$TARGETPLATFORM alpine:3.23 AS base\n",
      good: "FROM alpine:3.23 AS base\n",
    },
  ],
  *check({ dockerfile }) {
    for (const { from } of dockerfile.stages) {
      const flag = platformFlag(from);
      if (flag === undefined) continue;
      if (!/^\$(TARGETPLATFORM|\{TARGETPLATFORM(:?[-?][^${}]*)?\})$/.test(flag.value)) continue;
      const { text, file } = dockerfile;
      const gap = /^[ \t]+/.exec(text.slice(flag.span.end, from.span.end))?.[0] ?? "";
      yield {
        message: "--platform=$TARGETPLATFORM is what FROM does without it",
        at: flag.span,
        evidence: [quote(dockerfile, from.span)],
        // An ARG of that name may contain another platform.
        ...(gap !== "" &&
          !declaresTarget(dockerfile.instructions) && {
            fix: {
              title: "leave the flag out",
              // `--build-arg TARGETPLATFORM=` and builders without it give the flag another meaning.
              applicability: "proven" as const,
              edits: [{ file, span: { start: flag.span.start, end: flag.span.end + gap.length }, text: "" }] as const,
              delta: [],
            },
          }),
      };
    }
  },
});

function declaresTarget(
  instructions: readonly { readonly keyword: string; readonly words: readonly { readonly text: string }[] }[],
): boolean {
  return instructions.some(
    ({ keyword, words }) => keyword === "ARG" && words.some(({ text }) => text.startsWith("TARGETPLATFORM=")),
  );
}
