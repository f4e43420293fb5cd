import { joinRuns } from "../../edits/edit.ts";
import type { DockerfileFact, Instruction, Stage } from "../../facts/dockerfile/dockerfile.ts";
import { lateDeletions } from "../../facts/dockerfile/earlier-writes.ts";
import { lineOf, quote, reference } from "../shared/evidence.ts";
import { defineRule } from "../rule.ts";
import { isRun } from "../../facts/dockerfile/runs.ts";
import { targetChain } from "../../facts/dockerfile/target-chain.ts";

export default defineRule({
  id: "layers/deleted-later",
  title: "File deleted in a later layer",
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
          // COPY usually adds a script of a few bytes.
          ...(writer.keyword !== "RUN" && { severity: "info" as const }),
          evidence: [
            quote(dockerfile, writer.span),
            quote(dockerfile, run.span),
            reference(
              "a deletion adds a whiteout to the new layer and leaves the layers below as they are",
              "OCI image specification, layer changesets",
            ),
          ],
          ...(edits && {
            fix: { title: "join it with the RUN before", applicability: "proven" as const, edits, delta: [] },
          }),
        };
      }
    }
  },
});

/** A longer row of RUNs is no single step. */
const longest = 5;

/**
 * Joins the RUN with the previous one, if all from the writer on can be joined: any other instruction between may use
 * the file, or change folder and user of the next one. Earlier pairs follow in the next round.
 */
function joined(dockerfile: DockerfileFact, { instructions }: Stage, writer: Instruction, run: Instruction) {
  const from = instructions.indexOf(writer);
  const row = instructions.slice(from, Math.min(instructions.length, from + longest));
  const to = row.indexOf(run);
  let edits: ReturnType<typeof joinRuns>;
  for (let at = 0; at < to; at++) {
    const [first, second] = [row[at], row[at + 1]];
    if (first === undefined || second === undefined || !isRun(first) || !isRun(second)) return undefined;
    edits = joinRuns(dockerfile, first, second);
    if (edits === undefined) return undefined;
  }
  return edits;
}
