import type { DockerfileFact } from "../../../facts/dockerfile/dockerfile.ts";
import type { Span } from "../../../domain/finding/span.ts";
import { replace } from "../../../edits/edit.ts";
import { quote } from "../../shared/evidence.ts";
import { isWhole, stageName } from "../../../facts/dockerfile/instruction-words.ts";
import { sourceNames } from "../../../facts/dockerfile/source-names.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "build/stage-name-casing",
  title: "Stage name with capital letters",
  why: "Docker keeps stage names in lower case: `AS Builder` becomes `builder`, and some places compare the letters and some do not, so `FROM Builder` finds no such stage. Lower case everywhere leaves no doubt which stage is meant.",
  severity: "info",
  needs: ["dockerfile"],
  fix: "safe",
  whySafe: {
    sameReading:
      "Docker keeps the names of stages in lower case and compares those in `COPY --from`, `RUN --mount=from` and `--target` without regard to case. The name changes, and with it each use that is the whole value of `--from` or of the `from` of a mount, read as Docker reads them. A use in quotes, or in a trigger, stays and still means the same stage; no path and no other option is touched.",
  },
  also: ["buildkit/StageNameCasing"],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM golang:1.25 AS Builder\nRUN go build -o /app .\nFROM debian:trixie-slim\nCOPY --from=Builder /app /app\n",
      good: "FROM golang:1.25 AS builder\nRUN go build -o /app .\nFROM debian:trixie-slim\nCOPY --from=builder /app /app\n",
    },
  ],
  *check({ dockerfile }) {
    let uses: ReadonlyMap<string, readonly Span[]> | undefined;
    for (const { from } of dockerfile.stages) {
      const name = stageName(from)?.name;
      const lower = name?.text.toLowerCase();
      if (name === undefined || lower === undefined || lower === name.text) continue;
      uses ??= usesOf(dockerfile);
      // Uses are compared without regard to case, so that one which is missed here still works.
      const spans = [name.span, ...(uses.get(name.text) ?? [])];
      const [first, ...more] = spans.map((span) => replace(dockerfile, span, lower));
      yield {
        message: `stage ${name.text} has capital letters; Docker calls it ${lower}`,
        at: name.span,
        evidence: [quote(dockerfile, from.span)],
        ...(isWhole(name) &&
          first !== undefined && {
            fix: {
              title: `call the stage ${lower}`,
              applicability: "safe" as const,
              edits: [first, ...more],
              delta: [],
            },
          }),
      };
    }
  },
});

/** Places in COPY --from and in `from=` of a mount that name something, by the name as written. */
function usesOf(dockerfile: DockerfileFact): ReadonlyMap<string, readonly Span[]> {
  const uses = new Map<string, Span[]>();
  for (const instruction of dockerfile.instructions) {
    if (instruction.onbuild) continue;
    for (const { name, span } of sourceNames(dockerfile, instruction)) {
      if (span === undefined) continue;
      const knownSpans = uses.get(name);
      if (knownSpans === undefined) uses.set(name, [span]);
      else knownSpans.push(span);
    }
  }
  return uses;
}
