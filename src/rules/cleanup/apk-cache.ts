import { apkCache, isOpenAdd, removesCache, withoutCache } from "./apk-index.ts";
import type { Instruction } from "../../facts/dockerfile/dockerfile.ts";
import { quote, reference } from "../shared/evidence.ts";
import { knowsNoCache } from "./base-versions.ts";
import { oncePer } from "../../text/once-per.ts";
import { callsIn, hasMount, hasOption, isSimulation } from "../../facts/managers/package-steps.ts";
import { defineRule } from "../rule.ts";
import { isMounted } from "../../facts/dockerfile/runs.ts";
import { apkEditedSteps, apkIndexSteps } from "../../facts/safe-steps/step-lists.ts";
import { sureIf } from "../shared/sure.ts";
import { targetChain } from "../../facts/dockerfile/target-chain.ts";

export default defineRule({
  id: "cleanup/apk-cache",
  title: "apk without --no-cache",
  why:
    "`apk update` and `apk add` store the index of the repositories, some megabytes that are stale by tomorrow, and a later `apk add` then installs by it. " +
    "`apk add --no-cache` reads a fresh index, stores nothing, and needs neither `apk update` before nor `rm` behind it.",
  severity: "warning",
  needs: ["dockerfile", "packageCalls", "safeSteps"],
  fix: "safe",
  whySafe: {
    edit: "Each `apk add` of the RUN gets `--no-cache`, which official images know from Alpine 3.3 on, and what only filled or emptied the cache goes. The RUN itself may also call `apk update` and `apk add`.",
    steps: apkIndexSteps,
    behind: true,
  },
  also: ["hadolint/DL3019", "trivy/DS-0025", "dockle/DKL-DI-0004", "kics/apk_add_using_local_cache_path"],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM alpine:3.23\nRUN apk update && apk add jq && rm -rf /var/cache/apk/*\n",
      good: "FROM alpine:3.23\nRUN apk add --no-cache jq\n",
    },
    {
      kind: "dockerfile",
      bad: "FROM alpine:3.23\nRUN apk add \\\n    curl \\\n    jq && \\\n    jq --version\n",
      good: "FROM alpine:3.23\nRUN apk add --no-cache \\\n    curl \\\n    jq && \\\n    jq --version\n",
    },
  ],
  *check({ dockerfile, packageCalls, safeSteps }) {
    const chain = new Set(targetChain(dockerfile).map(({ index }) => index));
    for (const call of packageCalls) {
      if (call.manager !== "apk" || call.verb?.text !== "add" || isSimulation(call)) continue;
      if (hasOption(call, "--no-cache", "--no-network", "--cache-dir", "--root", "-p")) continue;
      const mounted = isMounted(call.instruction, apkCache) || hasMount(call.instruction, "/etc/apk/cache");
      if (mounted) continue;
      const removes = cacheGoes(call.instruction);
      const first = callsIn(packageCalls, call.instruction).find((one) => isOpenAdd(one)) === call;
      const edits = first ? withoutCache(dockerfile, packageCalls, call) : undefined;
      yield {
        message: removes
          ? "`apk add` stores the index, and the RUN deletes it again: --no-cache does without both"
          : "`apk add` leaves the index of the repositories in this layer",
        at: call.verb.span,
        about: { call },
        ...((removes || !chain.has(call.stage)) && { severity: "info" as const }),
        evidence: [
          quote(dockerfile, call.command.span),
          reference("--no-cache: do not use any local cache path", "apk(8)"),
        ],
        ...(edits && {
          fix: {
            title: "use --no-cache",
            ...sureIf(
              knowsNoCache(safeSteps.baseOf(call.instruction)) ??
                safeSteps.stepAround(call.instruction, apkIndexSteps, apkEditedSteps),
            ),
            edits,
            delta: [apkCache, "/lib/apk/db", "/usr/lib/apk/db", "/var/log/apk.log"],
          },
        }),
      };
    }
  },
});

const cacheGoes = oncePer(({ commands = [] }: Instruction) => commands.some(removesCache));
