import { appendCommand } from "../../domain/edit.ts";
import { aptCalls, childrenOf, isUpdate, leavesLists, lists, listsWanted } from "../apt.ts";
import { quote, reference } from "../evidence.ts";
import { defineRule } from "../rule.ts";
import { prefixOf, programOf, runsOf, type Run } from "../runs.ts";
import { targetChain } from "../target-chain.ts";

export default defineRule({
  id: "cleanup/apt-lists",
  title: "Package lists left in the layer",
  why:
    "`apt-get update` downloads the index of the whole archive, 20 to 50 MB that nothing needs at run time and that describes yesterday's packages. " +
    "Deleted in the same RUN they cost nothing; deleted later they are still shipped. Measured: 149.8 MB against 115.4 MB.",
  severity: "warning",
  needs: ["dockerfile"],
  fix: "safe",
  also: ["hadolint/DL3009", "dockle/DKL-DI-0005"],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM python:3.13-slim\nRUN apt-get update && apt-get install -y --no-install-recommends curl\nCOPY app.py /\n",
      good: "FROM python:3.13-slim\nRUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*\nCOPY app.py /\n",
    },
    {
      kind: "dockerfile",
      bad: "FROM debian:trixie-slim\nRUN apt-get update && \\\n    apt-get install -y \\\n      curl \\\n      jq\n",
      good: "FROM debian:trixie-slim\nRUN apt-get update && \\\n    apt-get install -y \\\n      curl \\\n      jq && \\\n    rm -rf /var/lib/apt/lists/*\n",
    },
  ],
  *check({ dockerfile }) {
    for (const stage of targetChain(dockerfile)) {
      for (const run of runsOf(stage)) {
        if (!leavesLists(run)) continue;
        const rest = stage.instructions.slice(stage.instructions.indexOf(run) + 1);
        const wanted = listsWanted(rest, childrenOf(stage, dockerfile.stages), dockerfile.stages);
        const sudo = aptCalls(run).some(({ command }) => /\bsudo\s/.test(prefixOf(dockerfile.text, command)))
          ? "sudo "
          : "";
        const edit =
          wanted || leavesEarly(run) ? undefined : appendCommand(dockerfile, run, `${sudo}rm -rf ${lists}/*`);
        const at = aptCalls(run).findLast(isUpdate)?.command.span ?? run.span;
        yield {
          message: `The package lists that \`apt-get update\` fetches stay in this layer`,
          at,
          evidence: [
            quote(dockerfile, run.span),
            reference(
              "the lists of Debian 13: 34.4 MB in the layer of apt-get update",
              "measured on Docker 26.1.5 with a Debian 13 base",
            ),
          ],
          ...(edit && {
            fix: {
              title: `delete ${lists} in the same RUN`,
              applicability: "safe" as const,
              edits: [edit] as const,
              delta: [lists],
            },
          }),
        };
      }
    }
  },
});

/** The end of the RUN may never be reached, or runs in another shell. */
function leavesEarly(run: Run): boolean {
  return (
    run.commands.some((command) => /^(exit|exec|return)$/.test(programOf(command) ?? "")) ||
    run.commands.some(({ after }) => after === "&")
  );
}
