import type { Stage } from "../../facts/dockerfile/dockerfile.ts";
import { quote } from "../shared/evidence.ts";
import { defineRule } from "../rule.ts";
import { inherited, stageTree } from "../../facts/dockerfile/stage-tree.ts";
import { targetChain } from "../../facts/dockerfile/target-chain.ts";

export default defineRule({
  id: "limits/no-healthcheck",
  title: "No health check",
  why:
    "Without HEALTHCHECK the engine knows only that the process exists: a server that hangs looks healthy forever, and Swarm or compose never replaces it. " +
    "Kubernetes ignores it and wants its own probes. Asked only of what listens: an image that exposes a port, by its own EXPOSE or its base's.",
  severity: "info",
  needs: ["dockerfile"],
  fix: "none",
  also: [
    "hadolint/DL3057",
    "trivy/DS-0026",
    "checkov/CKV_DOCKER_2",
    "kics/healthcheck_instruction_missing",
    "dockle/CIS-DI-0006",
    "cis-docker/4.6",
  ],
  examples: [
    {
      kind: "dockerfile",
      bad: 'FROM python:3.13-slim\nCOPY app.py /\nEXPOSE 8080\nCMD ["python", "/app.py"]\n',
      good:
        "FROM python:3.13-slim\nCOPY app.py /\nEXPOSE 8080\n" +
        "HEALTHCHECK --interval=30s CMD python -c \"import urllib.request as r; r.urlopen('http://127.0.0.1:8080/')\"\n" +
        'CMD ["python", "/app.py"]\n',
    },
    {
      kind: "dockerfile",
      bad: 'FROM python:3.13-slim AS web\nCOPY web.py /\nEXPOSE 80\nCMD ["python", "/web.py"]\nFROM python:3.13-slim\nHEALTHCHECK NONE\n',
      good: "FROM python:3.13-slim AS web\nCOPY web.py /\nEXPOSE 80\nHEALTHCHECK CMD /probe\nFROM python:3.13-slim\nHEALTHCHECK NONE\n",
    },
  ],
  *check({ dockerfile, bases }) {
    const checked = inherited(dockerfile, hasHealthcheck);
    const first = targetChain(dockerfile)[0]?.base;
    const exposed = inherited(dockerfile, exposesPort);
    for (const stage of stageTree(dockerfile).ends) {
      if (checked[stage.index] === true) continue;
      const base = stage.final ? first : stage.base;
      const baseInfo = base?.kind === "image" ? bases?.of(base) : undefined;
      if (baseInfo?.hasHealthcheck === true) continue;
      // A tool, a batch job and a base image end or never start: they need no check.
      if (exposed[stage.index] !== true && baseInfo?.exposesPort !== true) continue;
      const assumption =
        base?.kind === "scratch" || baseInfo !== undefined ? "" : ` (unless \`${base?.text}\` brings one)`;
      const stageText = stage.final ? "" : ` in the image of stage ${stage.name ?? stage.index}`;
      yield {
        message: `No HEALTHCHECK${stageText}: the engine cannot tell a hanging container from a working one${assumption}`,
        at: stage.base.span,
        evidence: [quote(dockerfile, stage.from.span)],
      };
    }
  },
});

function exposesPort({ instructions }: Stage): boolean {
  return instructions.some(({ keyword, onbuild }) => keyword === "EXPOSE" && !onbuild);
}

function hasHealthcheck({ instructions }: Stage): boolean {
  return instructions.some(({ keyword, onbuild }) => keyword === "HEALTHCHECK" && !onbuild);
}
