import { joinRuns } from "../../domain/edit.ts";
import type { DockerfileFact, Instruction, Stage } from "../../facts/dockerfile.ts";
import { lateDeletions } from "../earlier-writes.ts";
import { lineOf, quote, reference } from "../evidence.ts";
import { defineRule } from "../rule.ts";
import { isRun, runsOf } from "../runs.ts";
import { targetChain } from "../target-chain.ts";

export default defineRule({
  id: "layers/deleted-later",
  title: "File deleted in a later layer than the one that wrote it",
  why:
    "A layer only adds: a file that a later RUN deletes is hidden, and every pull still downloads it. " +
    "Download, unpack and delete in one RUN, or bring a file in with `RUN --mount=type=bind` so that no layer holds it.",
  severity: "warning",
  needs: ["dockerfile"],
  fix: "proven",
  also: [],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM debian:trixie-slim\nRUN curl -fsSL -o /tmp/tool.tgz https://example.com/tool.tgz\nRUN tar -xzf /tmp/tool.tgz -C /opt && rm /tmp/tool.tgz\n",
      good: "FROM debian:trixie-slim\nRUN curl -fsSL -o /tmp/tool.tgz https://example.com/tool.tgz && \\\n    tar -xzf /tmp/tool.tgz -C /opt && rm /tmp/tool.tgz\n",
    },
  ],
  *check({ dockerfile }) {
    for (const stage of targetChain(dockerfile)) {
      for (const [run, { path, word, writer }] of lateDeletions(stage)) {
        const edits = joined(dockerfile, stage, writer, run);
        yield {
          message: `${path} is deleted here, and the layer of line ${lineOf(dockerfile, writer.span)} that wrote it still ships it`,
          at: word.span,
          evidence: [
            quote(dockerfile, writer.span),
            quote(dockerfile, run.span),
            reference(
              "a deletion adds a whiteout to the new layer and leaves the layers below as they are",
              "OCI image specification, layer changesets",
            ),
          ],
          ...(edits && {
            fix: { title: "join the two RUNs", applicability: "proven" as const, edits, delta: [] },
          }),
        };
      }
    }
  },
});

/** Only neighbours: what stands between may use the file, or change where and as whom the second runs. */
function joined(dockerfile: DockerfileFact, stage: Stage, writer: Instruction, run: Instruction) {
  if (!isRun(writer) || !isRun(run)) return undefined;
  const all = runsOf(stage);
  const next = stage.instructions[stage.instructions.indexOf(writer) + 1];
  return next === run && all.includes(run) ? joinRuns(dockerfile, writer, run) : undefined;
}
