import { appendCommand } from "../../edits/edit.ts";
import type { DockerfileFact, Instruction, Stage } from "../../facts/dockerfile/dockerfile.ts";
import type { PackageCallsFact } from "../../facts/managers/package-call.ts";
import {
  aptCalls,
  cleanUpScript,
  isUpdate,
  lists,
  listsWanted,
  runsThatKeepLists,
} from "../../facts/managers/deb/apt-lists.ts";
import { quote, reference } from "../shared/evidence.ts";
import { updatesAlone } from "../../facts/managers/deb/lone-update.ts";
import { callsIn, leavesEarly } from "../../facts/managers/package-steps.ts";
import { defineRule } from "../rule.ts";
import { prefixOf, type Run } from "../../facts/dockerfile/runs.ts";
import { aptListSteps } from "../../facts/safe-steps/step-lists.ts";
import { sureIf } from "../shared/sure.ts";
import { targetChain } from "../../facts/dockerfile/target-chain.ts";

export default defineRule({
  id: "cleanup/apt-lists",
  title: "Package lists left in the layer",
  why:
    "`apt-get update` downloads the index of the whole archive, 20 to 50 MB that nothing needs at run time and that describes yesterday's packages. " +
    "Deleted in the same RUN they cost nothing; deleted later they are still shipped. Measured: 149.8 MB against 115.4 MB.",
  severity: "warning",
  needs: ["dockerfile", "packageCalls", "safeSteps"],
  fix: "safe",
  whySafe: {
    edit: "The RUN ends with `rm -rf` of the package lists, as root.",
    steps: aptListSteps,
    behind: true,
  },
  also: ["hadolint/DL3009", "dockle/DKL-DI-0005", "kics/apt_get_install_lists_were_not_deleted"],
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
  *check({ dockerfile, packageCalls, safeSteps }) {
    const chain = new Set(targetChain(dockerfile));
    let unseen: string | undefined;
    for (const { instruction, stage } of runsThatKeepLists(dockerfile, packageCalls)) {
      const script = cleanUpScript(packageCalls, instruction);
      unseen ??= script;
      if (script !== undefined) continue;
      const ships = chain.has(stage);
      const update = aptCalls(packageCalls, instruction).findLast(isUpdate);
      const edit = ships ? cleanUp(dockerfile, packageCalls, stage, instruction) : undefined;
      yield {
        message: `The package lists that \`${update?.manager ?? "apt-get"} update\` fetches stay in this layer`,
        at: update?.command.span ?? instruction.span,
        // Files of a build stage are in no image.
        ...(!ships && { severity: "info" as const }),
        evidence: [
          quote(dockerfile, instruction.span),
          reference(
            "the lists of Debian 13: 34.4 MB in the layer of apt-get update",
            "measured on Docker 26.1.5 with a Debian 13 base",
          ),
        ],
        ...(edit && {
          fix: {
            title: `delete ${lists} in the same RUN`,
            ...sureIf(safeSteps.stepAround(instruction, aptListSteps)),
            edits: [edit] as const,
            delta: [lists],
          },
        }),
      };
    }
    return unseen && `whether \`${unseen}\` deletes the package lists is not known`;
  },
});

function cleanUp(dockerfile: DockerfileFact, calls: PackageCallsFact, stage: Stage, instruction: Instruction) {
  if (instruction.commands === undefined || leavesEarly(instruction as Run)) return undefined;
  // An update that nothing uses has to go, not to be cleaned up after.
  if (updatesAlone(callsIn(calls, instruction), instruction) !== undefined) return undefined;
  if (listsWanted(calls, stage, instruction, dockerfile.stages)) return undefined;
  const asRoot = aptCalls(calls, instruction).some(({ command }) =>
    /\bsudo\s/.test(prefixOf(dockerfile.text, command)),
  );
  return appendCommand(dockerfile, instruction, `${asRoot ? "sudo " : ""}rm -rf ${lists}/*`);
}
