import type { Instruction } from "../../facts/dockerfile/dockerfile.ts";
import { lists } from "../../facts/managers/deb/apt-lists.ts";
import { quote, reference } from "../shared/evidence.ts";
import { updatesAlone } from "../../facts/managers/deb/lone-update.ts";
import { isFetchedAgain } from "./fetched-again.ts";
import { joinUpdate, moveUpdate } from "./move-update.ts";
import { callsIn, nameOf } from "../../facts/managers/package-steps.ts";
import { aptSteps } from "../../facts/safe-steps/step-lists.ts";
import { sureIf } from "../shared/sure.ts";
import { defineRule } from "../rule.ts";

export default defineRule({
  id: "updates/update-alone",
  title: "Package lists fetched in a separate layer",
  why:
    "Docker caches the layer, so the lists are as old as the first build, and later RUNs install outdated or vanished versions from them. " +
    "The lists also stay in the image: 34.4 MB in a measured Debian build, whatever a later RUN deletes. Fetch, use and delete them in one RUN.",
  severity: "warning",
  needs: ["dockerfile", "packageCalls", "safeSteps"],
  fix: "safe",
  whySafe: {
    edit: "The first RUN is `apt-get update` and no other command, the second follows it with nothing but comments between, both have no flags, and every command of the second needs the one before: the joined RUN runs the same commands with the same files and environment, and fails where one of the two failed.",
    steps: aptSteps,
    behind: false,
  },
  also: [
    "trivy/DS-0017",
    "checkov/CKV_DOCKER_5",
    "dockle/CIS-DI-0007",
    "cis-docker/4.7",
    "kics/update_instruction_alone",
  ],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM debian:trixie-slim\nRUN apt-get update\nCOPY packages.txt /tmp/\nRUN apt-get install -y curl\n",
      good: "FROM debian:trixie-slim\nCOPY packages.txt /tmp/\nRUN apt-get update && apt-get install -y curl\n",
    },
    {
      kind: "dockerfile",
      bad: "FROM python:3.13-slim\nRUN apt-get update\nRUN apt-get install -y curl\nCOPY . /app\n",
      good: "FROM python:3.13-slim\nRUN apt-get update && \\\n    apt-get install -y curl\nCOPY . /app\n",
    },
  ],
  *check({ dockerfile, packageCalls, safeSteps }) {
    let last: Instruction | undefined;
    for (const { instruction, stage: index } of packageCalls) {
      const stage = dockerfile.stages[index];
      if (instruction === last || stage === undefined) continue;
      last = instruction;
      const loneUpdate = updatesAlone(callsIn(packageCalls, instruction), instruction);
      if (loneUpdate === undefined) continue;
      if (isFetchedAgain(loneUpdate, packageCalls)) continue;
      const upgrades = loneUpdate.action !== "update";
      const join = upgrades ? undefined : joinUpdate(dockerfile, packageCalls, stage, instruction);
      const moved = upgrades || join ? undefined : moveUpdate(dockerfile, packageCalls, stage, instruction);
      yield {
        message: upgrades
          ? `\`${nameOf(loneUpdate)}\` in a layer of its own: the cache keeps the packages of the day it first ran`
          : `\`${nameOf(loneUpdate)}\` in a layer of its own: later RUNs use the lists of the day it was cached`,
        at: instruction.span,
        about: { call: loneUpdate },
        ...(upgrades && { severity: "info" as const }),
        evidence: [
          quote(dockerfile, instruction.span),
          reference(
            "always combine apt-get update with apt-get install in the same RUN",
            "Docker docs, Building best practices, apt-get",
          ),
        ],
        ...(moved && {
          fix: {
            title: "fetch the lists in the RUN that uses them",
            applicability: "proven" as const,
            edits: moved,
            delta: [lists, "/var/cache/apt", "/var/log"],
          },
        }),
        ...(join && {
          fix: {
            title: "join it with the RUN that uses the lists",
            ...sureIf(join.doubt ?? safeSteps.stepBefore(join.next, aptSteps)),
            edits: join.edits,
            delta: [],
          },
        }),
      };
    }
  },
});
