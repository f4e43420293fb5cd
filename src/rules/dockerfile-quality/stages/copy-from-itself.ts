import { ofKeyword } from "../../../facts/dockerfile/by-keyword.ts";
import { copyFrom } from "../../../facts/dockerfile/copy-paths.ts";
import { quote } from "../../shared/evidence.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "build/copy-from-itself",
  title: "COPY --from its own stage",
  why:
    "A stage cannot take files from itself: it is not finished when the COPY runs, and the build stops. " +
    "Within one stage the files are there already; move them with RUN, or name the stage that was meant.",
  severity: "error",
  needs: ["dockerfile"],
  fix: "none",
  also: ["hadolint/DL3023", "trivy/DS-0006", "kics/copy_from_references_current_from_alias"],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM golang:1.25 AS build\nCOPY --from=build /src /src\n",
      good: "FROM golang:1.25 AS source\nFROM golang:1.25 AS build\nCOPY --from=source /src /src\n",
    },
    {
      kind: "dockerfile",
      bad: "FROM debian:13\nCOPY --from=0 /a /b\n",
      good: "FROM debian:13 AS a\nFROM debian:13\nCOPY --from=a /a /b\n",
    },
  ],
  *check({ dockerfile }) {
    for (const { stage, instruction: copy } of ofKeyword(dockerfile, "COPY")) {
      const { name, index } = stage;
      const from = copyFrom(copy);
      if (from === undefined) continue;
      const isOwnName = name !== undefined && from.name.toLowerCase() === name.toLowerCase();
      if (!isOwnName && from.name !== String(index)) continue;
      yield {
        message: `\`${from.name}\` is the very stage that this COPY is part of`,
        at: from.span,
        evidence: [quote(dockerfile, stage.from.span), quote(dockerfile, copy.span)],
      };
    }
  },
});
