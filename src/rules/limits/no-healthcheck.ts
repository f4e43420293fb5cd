import { quote } from "../evidence.ts";
import { defineRule } from "../rule.ts";
import { chainInstructions, targetChain } from "../target-chain.ts";

export default defineRule({
  id: "limits/no-healthcheck",
  title: "No health check",
  why:
    "Without HEALTHCHECK the engine knows only that the process exists: a server that hangs looks healthy for ever, and Swarm or compose never replaces it. " +
    "Kubernetes ignores it and wants its own probes.",
  severity: "info",
  needs: ["dockerfile"],
  fix: "none",
  also: ["hadolint/DL3057", "trivy/DS-0026", "checkov/CKV_DOCKER_2", "dockle/CIS-DI-0006", "cis-docker/4.6"],
  examples: [
    {
      kind: "dockerfile",
      bad: 'FROM python:3.13-slim\nCOPY app.py /\nCMD ["python", "/app.py"]\n',
      good:
        "FROM python:3.13-slim\nCOPY app.py /\n" +
        "HEALTHCHECK --interval=30s CMD python -c \"import urllib.request as r; r.urlopen('http://127.0.0.1:8080/')\"\n" +
        'CMD ["python", "/app.py"]\n',
    },
  ],
  *check({ dockerfile }) {
    const chain = targetChain(dockerfile);
    const final = chain.at(-1);
    if (final === undefined || chainInstructions(chain).some(({ keyword }) => keyword === "HEALTHCHECK")) return;
    const base = chain[0]?.base;
    const assumption = base?.kind === "scratch" ? "" : ` (unless \`${base?.text}\` brings one)`;
    yield {
      message: `No HEALTHCHECK: the engine cannot tell a hanging container from a working one${assumption}`,
      at: final.base.span,
      evidence: [quote(dockerfile, final.from.span)],
    };
  },
});
