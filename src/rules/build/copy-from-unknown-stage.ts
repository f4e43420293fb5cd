import { ofKeyword } from "../by-keyword.ts";
import { copyFrom } from "../copy-paths.ts";
import { lineOf, quote } from "../evidence.ts";
import { defineRule } from "../rule.ts";
import { stageTree } from "../stage-tree.ts";

export default defineRule({
  id: "build/copy-from-unknown-stage",
  title: "COPY --from of no earlier stage",
  why:
    "A name that no earlier stage has is taken as the name of an image: a stage that was renamed, or that stands further down, turns into a download of whatever a registry has under that name. " +
    "Name a stage above, or an image with its tag.",
  severity: "warning",
  needs: ["dockerfile"],
  fix: "none",
  also: ["hadolint/DL3022"],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM golang:1.25 AS build\nRUN go build -o /app\nFROM scratch\nCOPY --from=builder /app /app\n",
      good: "FROM golang:1.25 AS build\nRUN go build -o /app\nFROM scratch\nCOPY --from=build /app /app\n",
    },
    {
      kind: "dockerfile",
      bad: "FROM scratch\nCOPY --from=1 /app /app\n",
      good: "FROM scratch\nCOPY --from=example/tools:2.1 /app /app\n",
    },
  ],
  *check({ dockerfile }) {
    for (const { stage, instruction: copy } of ofKeyword(dockerfile, "COPY")) {
      const from = copyFrom(copy);
      if (from === undefined || from.name.includes(":")) continue;
      const named = stageTree(dockerfile).byName.get(from.name.toLowerCase())?.[0];
      // Its own name and number are another fault: build/copy-from-itself.
      if (named !== undefined && named.index <= stage.index) continue;
      const number = /^\d+/.exec(from.name)?.[0];
      if (number !== undefined && Number(number) <= stage.index) continue;
      yield {
        message:
          named !== undefined
            ? `\`${from.name}\` stands further down, in line ${lineOf(dockerfile, named.from.span)}: here the name means an image`
            : number === from.name
              ? `there is no stage ${from.name} before this one`
              : `no stage above is called \`${from.name}\`, so the build looks for an image of that name without a tag`,
        at: from.span,
        evidence: [quote(dockerfile, copy.span)],
      };
    }
  },
});
