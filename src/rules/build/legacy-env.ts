import { quote } from "../evidence.ts";
import { defineRule } from "../rule.ts";

export default defineRule({
  id: "build/legacy-env",
  title: "ENV without an equals sign",
  why: "`ENV NAME value` takes the rest of the line as the value, so `ENV A=1 B=2` and `ENV A 1 B=2` mean different things and a second variable on the line is swallowed without a word. The form with `=` is the supported one.",
  severity: "info",
  needs: ["dockerfile"],
  fix: "safe",
  also: ["buildkit/LegacyKeyValueFormat"],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM python:3.13-slim\nENV PYTHONUNBUFFERED 1\nENV PATH /app/bin:$PATH\n",
      good: "FROM python:3.13-slim\nENV PYTHONUNBUFFERED=1\nENV PATH=/app/bin:$PATH\n",
    },
  ],
  *check({ dockerfile }) {
    for (const instruction of dockerfile.stages.flatMap((stage) => stage.instructions)) {
      const [name, value] = instruction.words;
      if (
        instruction.keyword !== "ENV" ||
        instruction.onbuild ||
        name === undefined ||
        value === undefined ||
        name.text.includes("=")
      )
        continue;
      const gap = { start: name.span.end, end: value.span.start };
      // With spaces or quotes the two forms read the value differently.
      const same =
        instruction.words.length === 2 &&
        /^[\w./:@%+,=${}-]+$/.test(value.text) &&
        /^[ \t]+$/.test(dockerfile.text.slice(gap.start, gap.end));
      yield {
        message: `ENV ${name.text} takes the rest of the line as its value; write ${name.text}=...`,
        at: name.span,
        evidence: [quote(dockerfile, instruction.span)],
        ...(same && {
          fix: {
            title: `ENV ${name.text}=...`,
            applicability: "safe" as const,
            edits: [{ file: dockerfile.file, span: gap, text: "=" }] as const,
            delta: [],
          },
        }),
      };
    }
  },
});
