import { runsOf } from "../../facts/dockerfile/runs.ts";
import { targetChain } from "../../facts/dockerfile/target-chain.ts";
import { callsIn } from "../../facts/managers/package-steps.ts";
import { unusedKey } from "../../facts/need/unused-key.ts";
import { quote, reference } from "../shared/evidence.ts";
import { defineRule } from "../rule.ts";
import { isRunLater, isUpgrade, withoutNames } from "./unused-names.ts";

/** What managers install, as purls call it. */
const purlTypes = new Map([
  ["apt", "deb"],
  ["apt-get", "deb"],
  ["aptitude", "deb"],
  ["npm", "npm"],
  ["pip", "pypi"],
  ["uv", "pypi"],
]);

export default defineRule({
  id: "cleanup/unused-package",
  title: "Installed package without use",
  why:
    "A program that the service never runs still ships its libraries, their updates and vulnerabilities, and serves an attacker who got in. " +
    "In the built image nothing needs it: the workload opened none of its files, and nothing that stays names or links it; of npm and PyPI, no file of the project " +
    "declares it either. Take its name out of the install line.",
  severity: "info",
  needs: ["dockerfile", "packageCalls", "unusedPackages"],
  fix: "proven",
  also: [],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM debian:trixie-slim\nRUN apt-get update && apt-get install -y curl nginx\n",
      good: "FROM debian:trixie-slim\nRUN apt-get update && apt-get install -y nginx\n",
      unused: { "deb:curl": ["curl"], "deb:wget": ["wget"] },
    },
    {
      kind: "dockerfile",
      bad: "FROM python:3.13-slim\nRUN pip install -r requirements.txt ipython\n",
      good: "FROM python:3.13-slim\nRUN pip install -r requirements.txt\n",
      unused: { "pypi:ipython": ["ipython", "ipython3"] },
    },
    {
      kind: "dockerfile",
      bad: 'FROM debian:trixie-slim\nRUN apt-get install -y curl\nCMD ["sh"]\n',
      good: 'FROM debian:trixie-slim\nCMD ["sh"]\n',
      unused: { "deb:curl": ["curl"] },
    },
  ],
  *check({ dockerfile, packageCalls, unusedPackages }) {
    const chain = targetChain(dockerfile);
    for (const stage of chain) {
      for (const run of runsOf(stage)) {
        for (const call of callsIn(packageCalls, run)) {
          const type = purlTypes.get(call.manager);
          if (call.action !== "install" || type === undefined || isUpgrade(call)) continue;
          const unused = call.operands.filter(
            ({ kind, name }) =>
              kind === "named" && !isRunLater(chain, call, unusedPackages.get(unusedKey(type, name)), name),
          );
          if (unused.length === 0) continue;
          const names = unused.map(({ name }) => name);
          const edits = withoutNames(dockerfile, run, call, unused);
          yield {
            message: `Nothing in the image uses \`${names.join("`, `")}\``,
            at: unused[0]?.word.span ?? call.command.span,
            about: { call },
            evidence: [
              quote(dockerfile, call.command.span),
              reference(
                "the workload opened no file of it, and no program that stays needs it",
                "a complete trace of the built image",
              ),
            ],
            ...(edits !== undefined && {
              fix: {
                title: `Leave out \`${names.join(" ")}\``,
                applicability: "proven" as const,
                edits,
                // Packages disappear with what only they brought; other files stay the same except for the lists of installed ones.
                delta: type === "deb" ? ["removed: /", "/etc", "/var"] : ["removed: /", "/root/.npm"],
              },
            }),
          };
        }
      }
    }
  },
});
