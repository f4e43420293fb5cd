import type { Applicability } from "../../../domain/finding/fix.ts";
import { quote } from "../../shared/evidence.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "build/legacy-env",
  title: "ENV or LABEL without an equals sign",
  why: "`ENV NAME value` takes the rest of the line as the value, so `ENV A=1 B=2` and `ENV A 1 B=2` mean different things and a second variable on the line is swallowed without a word. The form with `=` is the supported one.",
  severity: "info",
  needs: ["dockerfile"],
  fix: "safe",
  whySafe: {
    sameReading:
      "`ENV NAME value` and `ENV NAME=value` mean the same as long as the value is one word without quotes, escapes and blanks. It is offered as safe for such words only, with a plain name: both forms expand variables the same way and do not split what comes out. Values with quotes or blanks are offered as proven.",
  },
  also: ["buildkit/LegacyKeyValueFormat"],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM python:3.13-slim\nENV PYTHONUNBUFFERED 1\nENV PATH /app/bin:$PATH\n",
      good: "FROM python:3.13-slim\nENV PYTHONUNBUFFERED=1\nENV PATH=/app/bin:$PATH\n",
    },
    {
      kind: "dockerfile",
      bad: 'FROM python:3.13-slim\nLABEL description a small service\nENV GREETING "good day"\n',
      good: 'FROM python:3.13-slim\nLABEL description="a small service"\nENV GREETING="good day"\n',
    },
  ],
  *check({ dockerfile }) {
    for (const { instructions } of dockerfile.stages) {
      for (const { keyword, onbuild, words, span, argsSpan } of instructions) {
        const [name, first] = words;
        if (onbuild || (keyword !== "ENV" && keyword !== "LABEL")) continue;
        if (name === undefined || first === undefined || name.text.includes("=")) continue;
        const value = dockerfile.text.slice(first.span.start, argsSpan.end);
        const gap = dockerfile.text.slice(name.span.end, first.span.start);
        const rewrittenValue = /^[ \t]+$/.test(gap) && /^[\w./-]+$/.test(name.text) ? rewritten(value) : undefined;
        yield {
          message: `${keyword} ${name.text} takes the rest of the line as its value; write ${name.text}=...`,
          at: name.span,
          evidence: [quote(dockerfile, keyword === "ENV" ? name.span : span)],
          ...(rewrittenValue && {
            fix: {
              title: `${keyword} ${name.text}=...`,
              applicability: rewrittenValue.applicability,
              edits: [
                {
                  file: dockerfile.file,
                  span: { start: name.span.end, end: argsSpan.end },
                  text: `=${rewrittenValue.text}`,
                },
              ] as const,
              delta: [],
            },
          }),
        };
      }
    }
  },
});

/** The value so written that the other form reads the same; undefined where escapes, mixed quotes or line ends are in it. */
function rewritten(value: string): { readonly text: string; readonly applicability: Applicability } | undefined {
  if (/^[\w./:@%+,=${}-]+$/.test(value)) return { text: value, applicability: "safe" };
  if (/[\n\\`]/.test(value)) return undefined;
  if (/^"[^"]*"$|^'[^']*'$/.test(value)) return { text: value, applicability: "proven" };
  // A brace form may contain blanks and quotes.
  return /["']|\$\{/.test(value) ? undefined : { text: `"${value}"`, applicability: "proven" };
}
