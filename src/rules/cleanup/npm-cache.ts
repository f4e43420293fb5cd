import { appendCommand } from "../../domain/edit.ts";
import { quote, reference } from "../evidence.ts";
import { defineRule } from "../rule.ts";
import { callOf, isMounted, runsOf, type Run } from "../runs.ts";
import { targetChain } from "../target-chain.ts";

export default defineRule({
  id: "cleanup/npm-cache",
  title: "npm keeps its download cache",
  why: "npm stores every package it downloads below ~/.npm, compressed and beside node_modules. In an image nothing reads it again; a cache mount would keep it outside the layer and make the next build faster too.",
  severity: "info",
  needs: ["dockerfile"],
  fix: "safe",
  also: [],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM node:24-slim\nCOPY package.json package-lock.json ./\nRUN npm ci --omit=dev\n",
      good: "FROM node:24-slim\nCOPY package.json package-lock.json ./\nRUN npm ci --omit=dev && npm cache clean --force\n",
    },
  ],
  *check({ dockerfile }) {
    if (/npm_config_cache/i.test(dockerfile.text)) return;
    for (const run of targetChain(dockerfile).flatMap(runsOf)) {
      const calls = run.commands.flatMap(
        (command) => callOf(command, /^npm$/, new Set(["--prefix", "-C", "--registry", "--loglevel"])) ?? [],
      );
      const install = calls.find(
        ({ action, args }) =>
          /^(ci|install|i|add|install-ci-test)$/.test(action.text) &&
          !args.some(({ text }) => text.startsWith("--cache") || text === "--dry-run"),
      );
      if (
        install === undefined ||
        isMounted(run, "/root/.npm") ||
        isMounted(run, "/home/node/.npm") ||
        cleans(
          run,
          calls.map(({ action }) => action.text),
        )
      )
        continue;
      const ends = run.commands.some(({ name, after }) => /^(exit|exec)$/.test(name ?? "") || after === "&");
      const edit = ends ? undefined : appendCommand(dockerfile, run, "npm cache clean --force");
      yield {
        message: `\`npm ${install.action.text}\` leaves its downloads in ~/.npm of this layer`,
        at: install.command.span,
        evidence: [
          quote(dockerfile, run.span),
          reference("npm stores cache data in ~/.npm/_cacache", "npm documentation, npm-cache"),
        ],
        ...(edit && {
          fix: {
            title: "clean the cache in the same RUN",
            applicability: "safe" as const,
            edits: [edit] as const,
            delta: ["/root/.npm", "/home/node/.npm"],
          },
        }),
      };
    }
  },
});

function cleans(run: Run, actions: readonly string[]): boolean {
  return (
    actions.includes("cache") ||
    run.commands.some(({ name, words }) => name === "rm" && words.some(({ text }) => /\.npm\b/.test(text)))
  );
}
