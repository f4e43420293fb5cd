import { quote, reference } from "../../shared/evidence.ts";
import { isImageName } from "./image-name.ts";
import { defineRule } from "../../rule.ts";
import type { DockerfileFact } from "../../../facts/dockerfile/dockerfile.ts";

export default defineRule({
  id: "build/invalid-default-base",
  title: "FROM invalid without build arguments",
  why: "With the defaults of its ARGs this FROM comes out empty or as no valid name, so a plain `docker build` stops here, and so does every tool that reads the file without your arguments. Give the ARG a default that works. A note where an ARG has no default at all: the build is meant to get its value.",
  severity: "warning",
  needs: ["dockerfile", "variables"],
  fix: "none",
  also: ["buildkit/InvalidDefaultArgInFrom"],
  examples: [
    {
      kind: "dockerfile",
      bad: "ARG VERSION=\nFROM busybox:$VERSION\n",
      good: "ARG VERSION=1.37\nFROM busybox:$VERSION\n",
    },
  ],
  *check({ dockerfile, variables }) {
    for (const { from } of dockerfile.stages) {
      const [image] = from.words;
      if (image === undefined) continue;
      const name = variables.expandDefaults(from, image.text);
      if (name === undefined || isImageName(name)) continue;
      const becomes = name === "" ? "nothing" : name;
      yield {
        message: image.text.includes("$")
          ? `without build arguments, FROM ${image.text} becomes ${becomes}, which is not an image`
          : `${image.text} is not valid name of an image`,
        at: image.span,
        ...(hasRequiredArg(dockerfile, image.text) && { severity: "info" as const }),
        evidence: [
          quote(dockerfile, from.span),
          reference("a name is a lower-case path, with an optional tag and digest", "distribution/reference, grammar"),
        ],
      };
    }
  },
});

/** Whether a name uses an ARG that is declared without a default. */
function hasRequiredArg({ instructions, stages }: DockerfileFact, name: string): boolean {
  const names = new Set(Array.from(name.matchAll(/\$\{?(\w+)/g), ([, variable]) => variable));
  return instructions.some(
    ({ keyword, span, words }) =>
      keyword === "ARG" && span.start < (stages[0]?.from.span.start ?? 0) && words.some(({ text }) => names.has(text)),
  );
}
