import type { DockerfileFact } from "../../../facts/dockerfile/dockerfile.ts";
import type { Span } from "../../../domain/finding/span.ts";
import { replace } from "../../../edits/edit.ts";
import { quote } from "../../shared/evidence.ts";
import { isWhole, stageName } from "../../../facts/dockerfile/instruction-words.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "build/stage-name-casing",
  title: "Stage name with capital letters",
  why: "Docker keeps stage names in lower case: `AS Builder` becomes `builder`, and some places compare the letters and some do not, so `FROM Builder` finds no such stage. Lower case everywhere leaves no doubt which stage is meant.",
  severity: "info",
  needs: ["dockerfile"],
  fix: "safe",
  whySafe:
    "Docker keeps the names of stages in lower case and compares those in `COPY --from`, `RUN --mount=from` and `--target` without regard to case. The name and all its uses in the file change together; a use that is missed still means the same stage.",
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

/** Places in FROM, COPY --from and RUN --mount=from= that name something, by the name as written. */
function usesOf({ text, instructions }: DockerfileFact): Map<string, Span[]> {
  const uses = new Map<string, Span[]>();
  const add = (start: number, name: string) => {
    const span = { start, end: start + name.length };
    const known = uses.get(name);
    if (known === undefined) uses.set(name, [span]);
    else known.push(span);
  };
  for (const { keyword, words, flags, onbuild } of instructions) {
    if (onbuild) continue;
    const [image] = words;
    if (keyword === "FROM" && image !== undefined && isWhole(image)) add(image.span.start, image.text);
    if (keyword !== "COPY" && keyword !== "RUN") continue;
    for (const { name, span } of flags) {
      if (name !== (keyword === "COPY" ? "from" : "mount")) continue;
      const match = /[-,=]from=([\w.-]+)/.exec(text.slice(span.start, span.end));
      if (match?.[1] !== undefined) add(span.start + match.index + "-from=".length, match[1]);
    }
  }
  return uses;
}
