import { apkCache, isOpenAdd, removesCache, withoutCache } from "./apk-index.ts";
import type { Instruction } from "../../facts/dockerfile/dockerfile.ts";
import type { PackageCall, PackageCallsFact } from "../../facts/managers/package-call.ts";
import { quote, reference } from "../shared/evidence.ts";
import { apkIndex } from "./leftovers-of.ts";
import { knowsNoCache } from "./base-versions.ts";
import { oncePer } from "../../text/once-per.ts";
import { callsIn, hasMount, hasOption, isSimulation } from "../../facts/managers/package-steps.ts";
import { defineRule } from "../rule.ts";
import { isMounted } from "../../facts/dockerfile/runs.ts";
import { sureIf } from "../shared/sure.ts";
import { targetChain } from "../../facts/dockerfile/target-chain.ts";

export default defineRule({
  id: "cleanup/apk-cache",
  title: "apk without --no-cache",
  why:
    "`apk update` and `apk add` store the index of the repositories, some megabytes that are stale by tomorrow, and a later `apk add` then installs by it. " +
    "`apk add --no-cache` reads a fresh index, stores nothing, and needs neither `apk update` before nor `rm` behind it.",
  severity: "warning",
  needs: ["dockerfile", "packageCalls", "later"],
  fix: "safe",
  whySafe:
    "It is offered as safe on official images of Alpine 3.3 or later, whose apk knows `--no-cache`, and only where the text shows that no one reads the index that the RUN would leave: every command behind it, in its stage and in stages built FROM it, is known to leave it alone, updates it or brings its own; no COPY --from, RUN --mount=from or ONBUILD may take or need it; and what the container starts is a known program. `apk` and `rm` are those of the base, with PATH and SHELL unchanged and nothing put in their place, and no mount lies at the cache. On other bases, and with anything unknown behind it, it is offered as proven.",
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
  *check({ dockerfile, packageCalls, later }) {
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
              knowsNoCache(later.baseOf(call.instruction)) ??
                later.wanted(call.instruction, apkIndex, within(packageCalls, call)) ??
                later.doubts(call.instruction, { programs: ["apk", "rm"], paths: apkIndex.paths }),
            ),
            edits,
            delta: [apkCache, "/lib/apk/db", "/usr/lib/apk/db", "/var/log/apk.log"],
          },
        }),
      };
    }
  },
});

/** The fix changes all calls of the RUN that add or update. */
function within(calls: PackageCallsFact, { command, instruction }: PackageCall) {
  const own = callsIn(calls, instruction).filter(
    ({ manager, verb }) => manager === "apk" && /^(?:add|update)$/.test(verb?.text ?? ""),
  );
  return { command, changed: own.map((one) => one.command) };
}

const cacheGoes = oncePer(({ commands = [] }: Instruction) => commands.some(removesCache));
