import { saidIn } from "../../facts/dockerfile/exec-form.ts";
import { appendCommand } from "../../edits/edit.ts";
import type { Fix } from "../../domain/finding/fix.ts";
import type { DockerfileFact } from "../../facts/dockerfile/dockerfile.ts";
import type { PackageCall } from "../../facts/managers/package-call.ts";
import { dependencyCaches, fillingCall } from "../../facts/managers/dependency-caches.ts";
import type { DependencyCache } from "../../facts/managers/traits.ts";
import { isFilled } from "./filled-folder.ts";
import { isCacheMounted, removes, shippedCalls, type RunCalls } from "./dependency-calls.ts";
import { quote, reference } from "../shared/evidence.ts";
import { targetChain } from "../../facts/dockerfile/target-chain.ts";
import { homesAt } from "../../facts/dockerfile/homes.ts";
import { defineRule } from "../rule.ts";

export default defineRule({
  id: "cleanup/dependency-cache",
  title: "Dependency cache left in the layer",
  why:
    "Composer, conda, uv, Poetry, RubyGems, Go and Cargo keep what they download to be faster the next time, and in an image there is no next time: " +
    "the layer never changes. Do without the cache, remove it in the same RUN, keep it outside the image with a cache mount, or build in a stage of its own.",
  severity: "info",
  needs: ["dockerfile", "packageCalls", "variables"],
  fix: "proven",
  also: [],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM composer:2\nCOPY composer.json composer.lock ./\nRUN composer install --no-dev\n",
      good: "FROM composer:2\nCOPY composer.json composer.lock ./\nRUN composer install --no-dev && composer clear-cache\n",
    },
    {
      kind: "dockerfile",
      bad: "FROM python:3.13-slim\nRUN uv pip install --system flask==3.1.2\n",
      good: "FROM python:3.13-slim\nRUN uv pip install --no-cache --system flask==3.1.2\n",
    },
    {
      kind: "dockerfile",
      bad: "FROM continuumio/miniconda3\nRUN conda install -y numpy=2.3\n",
      good: "FROM continuumio/miniconda3\nRUN conda install -y numpy=2.3 && conda clean --all --yes\n",
    },
    {
      kind: "dockerfile",
      bad: "FROM ruby:3.4-slim\nRUN gem install rails:8.1.1\n",
      good: 'FROM ruby:3.4-slim\nRUN gem install rails:8.1.1 && rm -rf "$(gem env gemdir)"/cache/*.gem\n',
    },
    {
      kind: "dockerfile",
      bad: "FROM golang:1.25\nRUN go build -o /server .\n",
      good: "FROM golang:1.25\nRUN go build -o /server . && go clean -cache\n",
    },
  ],
  *check({ dockerfile, packageCalls, variables }) {
    if (!packageCalls.some(({ manager }) => dependencyCaches.has(manager))) return;
    for (const [manager, row] of dependencyCaches) {
      const runs = shippedCalls(dockerfile, packageCalls, manager);
      if (runs.length === 0 || row.settings?.test(saidIn(dockerfile)) === true) continue;
      for (const run of runs) {
        const call = fillingCall(row, run.calls);
        if (call?.verb === undefined) continue;
        if (isCacheMounted(run.instruction, row.mount) || removes(run.instruction, row.removed)) continue;
        if (row.fills !== undefined && isFilled(targetChain(dockerfile), call, row.fills, variables)) continue;
        const fix = fixOf(dockerfile, row, run, call);
        yield {
          message: `\`${manager} ${call.verb.text}\` leaves ${row.what}`,
          at: call.command.span,
          evidence: [quote(dockerfile, run.instruction.span), reference(...row.manual)],
          ...(fix && { fix }),
        };
      }
    }
  },
});

function fixOf(
  dockerfile: DockerfileFact,
  row: DependencyCache,
  { stage, instruction }: RunCalls,
  { command, verb }: PackageCall,
): Fix | undefined {
  const program = command.words[0]?.text;
  if (row.applicability === undefined || program === undefined || verb === undefined) return undefined;
  const delta = [
    ...homesAt(stage, instruction).flatMap((home) => row.homes.map((path) => `${home}${path}`)),
    ...row.paths,
  ];
  if (row.insert !== undefined) {
    const edit = { file: dockerfile.file, span: { start: verb.span.end, end: verb.span.end }, text: row.insert };
    return { title: `add${row.insert}`, applicability: row.applicability, edits: [edit], delta };
  }
  const edit = row.append && appendCommand(dockerfile, instruction, row.append(program));
  const { applicability } = row;
  return edit && { title: "clean the cache in the same RUN", applicability, edits: [edit], delta };
}
