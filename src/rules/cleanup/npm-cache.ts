import { saidIn } from "../../facts/dockerfile/exec-form.ts";
import { appendCommand } from "../../edits/edit.ts";
import { quote, reference } from "../shared/evidence.ts";
import { npmWrites } from "../../facts/managers/node/npm-writes.ts";
import { isCacheMounted, removes, shippedCalls } from "./dependency-calls.ts";
import { defineRule } from "../rule.ts";

export default defineRule({
  id: "cleanup/npm-cache",
  title: "npm keeps its download cache",
  why: "npm stores every package it downloads below ~/.npm, compressed and beside node_modules. In an image nothing reads it again; a cache mount would keep it outside the layer and make the next build faster too.",
  severity: "info",
  needs: ["dockerfile", "packageCalls"],
  fix: "proven",
  also: [],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM node:24-slim\nCOPY package.json package-lock.json ./\nRUN npm ci --omit=dev\n",
      good: "FROM node:24-slim\nCOPY package.json package-lock.json ./\nRUN npm ci --omit=dev && npm cache clean --force\n",
    },
  ],
  *check({ dockerfile, packageCalls }) {
    const runs = shippedCalls(dockerfile, packageCalls, "npm");
    // The cache is then elsewhere.
    if (runs.length > 0 && /npm_config_cache/i.test(saidIn(dockerfile))) return;
    for (const { stage, instruction, calls } of runs) {
      const install = calls.find(
        ({ action, options }) =>
          action === "install" && !options.some(({ name }) => /^--(?:cache|dry-run|package-lock-only)$/.test(name)),
      );
      const verb = install?.verb;
      if (install === undefined || verb === undefined || isCacheMounted(instruction, ".npm")) continue;
      if (calls.some(({ action }) => action === "clean") || removes(instruction, /\.npm\b/)) continue;
      const edit = appendCommand(dockerfile, instruction, "npm cache clean --force");
      yield {
        message: `\`npm ${verb.text}\` leaves its downloads in ~/.npm of this layer`,
        at: install.command.span,
        evidence: [
          quote(dockerfile, instruction.span),
          reference("npm stores cache data in ~/.npm/_cacache", "npm documentation, npm-cache"),
        ],
        ...(edit && {
          fix: {
            title: "clean the cache in the same RUN",
            // Where npm keeps its cache, an .npmrc may say.
            applicability: "proven" as const,
            edits: [edit] as const,
            delta: npmWrites(stage, instruction),
          },
        }),
      };
    }
  },
});
