import { quote } from "../evidence.ts";
import { defineRule } from "../rule.ts";
import { dropsRootItself, lastUser, targetChain } from "../target-chain.ts";

export default defineRule({
  id: "non-root/last-user-root",
  title: "Last USER is root",
  why: "The last USER is the one the container starts with. Going back to root to install something is fine in a build, but it has to be followed by the unprivileged user again.",
  severity: "error",
  needs: ["dockerfile"],
  fix: "none",
  also: ["hadolint/DL3002", "checkov/CKV_DOCKER_8", "trivy/DS-0002", "dockle/CIS-DI-0001", "cis-docker/4.1"],
  examples: [
    {
      kind: "dockerfile",
      bad: 'FROM node:24-slim\nUSER node\nCOPY . /app\nUSER root\nRUN chmod -R a+rX /app\nCMD ["node", "/app/server.js"]\n',
      good: 'FROM node:24-slim\nUSER node\nCOPY . /app\nUSER root\nRUN chmod -R a+rX /app\nUSER node\nCMD ["node", "/app/server.js"]\n',
    },
  ],
  *check({ dockerfile }) {
    const chain = targetChain(dockerfile);
    const last = lastUser(chain);
    const word = last?.instruction.words[0];
    if (dockerfile.windows || last === undefined || word === undefined) return;
    const user = word.text.replace(/^["']|["']$/g, "").split(":")[0];
    if (user !== "root" && user !== "0") return;
    const drops = dropsRootItself(chain);
    yield {
      message: drops
        ? `USER ${word.text} is the last: only the entrypoint gives up root`
        : `USER ${word.text} is the last: the container runs as root`,
      at: word.span,
      severity: drops ? "info" : "error",
      evidence: [quote(dockerfile, last.instruction.span)],
    };
  },
});
