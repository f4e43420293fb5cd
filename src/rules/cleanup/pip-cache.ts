import type { Instruction } from "../../facts/dockerfile/dockerfile.ts";
import { isDirect } from "../../facts/dockerfile/exec-form.ts";
import { quote, reference } from "../shared/evidence.ts";
import { noCacheFix, pipDownloads } from "./pip-cache-calls.ts";
import { pipCacheSteps } from "../../facts/safe-steps/step-lists.ts";
import { defineRule } from "../rule.ts";
import { targetChain } from "../../facts/dockerfile/target-chain.ts";

export default defineRule({
  id: "cleanup/pip-cache",
  title: "pip keeps its download cache",
  why: "pip stores every wheel it downloads or builds below ~/.cache/pip, a second copy of what it installs. No later build of the image can use it, because it lies in the layer.",
  severity: "warning",
  needs: ["dockerfile", "packageCalls", "safeSteps"],
  fix: "safe",
  whySafe: {
    edit: "`pip install` gets `--no-cache-dir`, on official images whose pip is 6.0 or newer and where no call installs another pip by version.",
    steps: pipCacheSteps,
    behind: true,
  },
  also: ["hadolint/DL3042", "kics/pip_install_keeping_cached_packages"],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM python:3.13-slim\nCOPY requirements.txt /\nRUN pip install -r requirements.txt\n",
      good: "FROM python:3.13-slim\nCOPY requirements.txt /\nRUN pip install --no-cache-dir -r requirements.txt\n",
    },
    {
      kind: "dockerfile",
      bad: "FROM python:3.13-slim\nRUN python -m pip install flask==3.1.2\n",
      good: "FROM python:3.13-slim\nRUN python -m pip install --no-cache-dir flask==3.1.2\n",
    },
    {
      kind: "dockerfile",
      bad: 'FROM python:3.13-slim\nRUN ["pip", "install", "flask==3.1.2"]\n',
      good: 'FROM python:3.13-slim\nRUN ["pip", "install", "--no-cache-dir", "flask==3.1.2"]\n',
    },
  ],
  *check({ dockerfile, packageCalls, safeSteps }) {
    const shipped = new Set(targetChain(dockerfile).map(({ index }) => index));
    const reportedRuns = new Set<Instruction>();
    for (const download of pipDownloads(dockerfile, packageCalls)) {
      const { instruction, command, stage, verb, deleted } = download;
      const ships = shipped.has(stage.index);
      const layerText = ships ? "this layer" : "a build stage";
      const effect = deleted
        ? "fills ~/.cache/pip, which the same RUN has to delete again"
        : `leaves its downloads in ~/.cache/pip of ${layerText}`;
      const fix = noCacheFix(dockerfile, packageCalls, safeSteps, download);
      yield {
        message: `\`pip install\` ${effect}; with \`--no-cache-dir\` they are never written`,
        at: verb.span,
        severity: ships && !deleted ? "warning" : "info",
        evidence: [
          quote(dockerfile, isDirect(instruction) ? instruction.span : command.span),
          reference(
            "pip caches HTTP responses and locally built wheels; --no-cache-dir disables the cache",
            "pip documentation, Caching",
          ),
        ],
        ...(fix && { fix }),
        about: { command, firstInRun: !reportedRuns.has(instruction) },
      };
      reportedRuns.add(instruction);
    }
  },
});
