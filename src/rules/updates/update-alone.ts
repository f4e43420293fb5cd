import { joinRuns } from "../../domain/edit.ts";
import type { Instruction, Stage } from "../../facts/dockerfile.ts";
import { aptCalls, isUpdate, readsLists } from "../apt.ts";
import { quote, reference } from "../evidence.ts";
import { defineRule } from "../rule.ts";
import { argumentsOf, flagText, isPlainList, isRun, programOf, runsOf, type Run } from "../runs.ts";

export default defineRule({
  id: "updates/update-alone",
  title: "Package lists fetched in a layer of their own",
  why:
    "Docker caches the layer, so the lists are as old as the first build, and later RUNs install outdated or vanished versions from them. " +
    "The lists also stay in the image: 34.4 MB in a measured Debian build, whatever a later RUN deletes. Fetch, use and delete them in one RUN.",
  severity: "warning",
  needs: ["dockerfile"],
  fix: "safe",
  also: ["trivy/DS-0017", "checkov/CKV_DOCKER_5", "dockle/CIS-DI-0007", "cis-docker/4.7"],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM python:3.13-slim\nRUN apt-get update\nRUN apt-get install -y curl\nCOPY . /app\n",
      good: "FROM python:3.13-slim\nRUN apt-get update && \\\n    apt-get install -y curl\nCOPY . /app\n",
    },
  ],
  *check({ dockerfile }) {
    for (const stage of dockerfile.stages) {
      for (const run of runsOf(stage)) {
        const tool = updatesAlone(run);
        if (tool === undefined) continue;
        const next = following(stage, run);
        const edits = next && canJoin(run, next) ? joinRuns(dockerfile, run, next) : undefined;
        yield {
          message: `\`${tool}\` in a layer of its own: later RUNs use the lists of the day it was cached`,
          at: run.span,
          evidence: [
            quote(dockerfile, run.span),
            reference(
              "always combine apt-get update with apt-get install in the same RUN",
              "Docker docs, Building best practices, apt-get",
            ),
          ],
          ...(edits && {
            fix: {
              title: "join it with the RUN that uses the lists",
              applicability: "safe" as const,
              edits,
              delta: [],
            },
          }),
        };
      }
    }
  },
});

/** The call that fetches lists which nothing in the RUN uses. */
function updatesAlone(run: Run): string | undefined {
  const calls = aptCalls(run);
  const update = calls.findLast(isUpdate);
  if (update !== undefined) {
    const uses =
      calls.some(readsLists) ||
      run.commands.some(
        (command) =>
          /^(aptitude|apt-cache|apt-file|gdebi|tasksel)$/.test(programOf(command) ?? "") ||
          programOf(command) === undefined ||
          /\.sh$|^(ba)?sh$/.test(programOf(command) ?? ""),
      );
    return uses ? undefined : `${update.program} update`;
  }
  const apk = run.commands
    .filter((command) => programOf(command) === "apk")
    .map((command) => argumentsOf(command).map(({ text }) => text));
  if (
    apk.some((args) => args.includes("update")) &&
    !apk.some((args) => /\b(add|upgrade|fix|search)\b/.test(args.join(" ")))
  )
    return "apk update";
  return undefined;
}

function following(stage: Stage, run: Instruction): Run | undefined {
  const next = stage.instructions[stage.instructions.indexOf(run) + 1];
  return next !== undefined && isRun(next) ? next : undefined;
}

/** Nothing between them, and no outcome that joining could change: both are lists in which each command needs the one before. */
function canJoin(run: Run, next: Run): boolean {
  return aptCalls(next).some(readsLists) && isPlainList(run) && isPlainList(next) && flagText(run) === flagText(next);
}
