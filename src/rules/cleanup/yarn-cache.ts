import { saidIn } from "../../facts/dockerfile/exec-form.ts";
import { appendCommand } from "../../edits/edit.ts";
import { quote, reference } from "../shared/evidence.ts";
import { homesAt } from "../../facts/dockerfile/homes.ts";
import { isCacheMounted, removes } from "./dependency-calls.ts";
import { defineRule } from "../rule.ts";
import { targetChain } from "../../facts/dockerfile/target-chain.ts";

export default defineRule({
  id: "cleanup/yarn-cache",
  title: "Yarn keeps its download cache",
  why:
    "Yarn stores every package it downloads in a cache of its own, a second copy beside node_modules that nothing in the image reads. " +
    "`yarn cache clean` in the same RUN removes it; a cache mount keeps it for the next build. With Plug'n'Play the cache is what the program loads, so the change has to be tried.",
  severity: "info",
  needs: ["dockerfile", "packageCalls"],
  fix: "proven",
  also: ["hadolint/DL3060"],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM node:24-slim\nCOPY package.json yarn.lock ./\nRUN yarn install --frozen-lockfile\n",
      good: "FROM node:24-slim\nCOPY package.json yarn.lock ./\nRUN yarn install --frozen-lockfile && yarn cache clean\n",
    },
  ],
  *check({ dockerfile, packageCalls }) {
    const yarn = packageCalls.filter(({ manager }) => manager === "yarn");
    if (yarn.length === 0 || /YARN_CACHE_FOLDER|YARN_GLOBAL_FOLDER/.test(saidIn(dockerfile))) return;
    const shipped = new Set(targetChain(dockerfile).map(({ index }) => index));
    for (const [instruction, calls] of Map.groupBy(yarn, (call) => call.instruction)) {
      const install = calls.findLast(({ action }) => action === "install");
      const stage = install && dockerfile.stages[install.stage];
      if (install === undefined || stage === undefined) continue;
      // Files of a build stage are in no image; a trigger runs in another build.
      if (!shipped.has(stage.index) && !instruction.onbuild) continue;
      const cleaned = calls.some(
        ({ action, command }) => action === "clean" && command.span.start > install.command.span.start,
      );
      if (cleaned || isCacheMounted(instruction, ".cache/yarn") || isCacheMounted(instruction, ".yarn")) continue;
      if (install.options.some(({ name }) => name === "--cache-folder") || removes(instruction, /yarn|\.cache/))
        continue;
      const edit = appendCommand(dockerfile, instruction, "yarn cache clean");
      yield {
        message: `\`yarn${install.verb === undefined ? "" : ` ${install.verb.text}`}\` leaves its downloads in Yarn's cache in this layer`,
        at: install.command.span,
        evidence: [
          quote(dockerfile, instruction.span),
          reference(
            "Yarn stores every package in a global cache in your user directory",
            "Yarn documentation, yarn cache",
          ),
        ],
        ...(edit && {
          fix: {
            title: "clean the cache in the same RUN",
            applicability: "proven" as const,
            edits: [edit] as const,
            delta: [
              "/usr/local/share/.cache",
              ...homesAt(stage, instruction).flatMap((home) => [`${home}/.cache/yarn`, `${home}/.yarn`]),
            ],
          },
        }),
      };
    }
  },
});
