import type { Edit } from "../../domain/fix.ts";
import type { DockerfileFact, Stage } from "../../facts/dockerfile.ts";
import type { PackageCall, PackageCallsFact } from "../../facts/package-calls.ts";
import { childrenOf } from "../apt.ts";
import { apkPeers } from "../cache-peers.ts";
import { quote, reference } from "../evidence.ts";
import { removeMember } from "../list-members.ts";
import { callsIn, hasMount, hasOption, isSimulation } from "../package-steps.ts";
import { defineRule } from "../rule.ts";
import { isRun, programOf, type Run } from "../runs.ts";
import { targetChain } from "../target-chain.ts";

const cache = "/var/cache/apk";

export default defineRule({
  id: "cleanup/apk-cache",
  title: "apk without --no-cache",
  why:
    "`apk update` and `apk add` store the index of the repositories, about 2 MB that is stale by tomorrow, and a later `apk add` then installs by it. " +
    "`apk add --no-cache` reads a fresh index, stores nothing, and needs neither `apk update` before nor `rm` behind it.",
  severity: "warning",
  needs: ["dockerfile", "packageCalls"],
  fix: "safe",
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
  *check({ dockerfile, packageCalls }) {
    const chain = new Set(targetChain(dockerfile).map(({ index }) => index));
    for (const call of packageCalls) {
      if (call.manager !== "apk" || call.verb?.text !== "add" || isSimulation(call)) continue;
      if (hasOption(call, "--no-cache", "--no-network", "--cache-dir", "--root", "-p")) continue;
      const also = apkPeers(dockerfile, call);
      const mounted = hasMount(call.instruction, cache) || hasMount(call.instruction, "/etc/apk/cache");
      if (also.length === 0 && (mounted || !chain.has(call.stage))) continue;
      const removes = (call.instruction.commands ?? []).some(removesCache);
      const first = callsIn(packageCalls, call.instruction).find((one) => isOpenAdd(one)) === call;
      const edits = first && !mounted ? cure(dockerfile, packageCalls, call) : undefined;
      yield {
        message: removes
          ? "`apk add` stores the index, and the RUN deletes it again: --no-cache does without both"
          : "`apk add` leaves the index of the repositories in this layer",
        at: call.verb.span,
        also,
        ...((removes || mounted || !chain.has(call.stage)) && { severity: "info" as const }),
        evidence: [
          quote(dockerfile, call.command.span),
          reference("--no-cache: do not use any local cache path", "apk(8)"),
        ],
        ...(edits && {
          fix: {
            title: "use --no-cache",
            applicability: "safe" as const,
            edits,
            delta: [cache, "/lib/apk/db", "/usr/lib/apk/db", "/var/log/apk.log"],
          },
        }),
      };
    }
  },
});

function isOpenAdd(call: PackageCall): boolean {
  return call.manager === "apk" && call.verb?.text === "add" && !hasOption(call, "--no-cache");
}

function removesCache(command: Run["commands"][number]): boolean {
  const paths = command.words.slice(1).filter(({ text }) => !text.startsWith("-"));
  return programOf(command) === "rm" && paths.length > 0 && paths.every(({ text }) => text.startsWith(cache));
}

/** One fix for the whole RUN: the option for each `apk add`, and away with `apk update` and `rm` where nothing else needs them. */
function cure(
  dockerfile: DockerfileFact,
  calls: PackageCallsFact,
  call: PackageCall,
): readonly [Edit, ...Edit[]] | undefined {
  const run = call.instruction;
  if (!isRun(run)) return undefined;
  const { file } = dockerfile;
  const own = callsIn(calls, run).filter(({ manager }) => manager === "apk");
  const [insert, ...more] = own.filter(isOpenAdd).flatMap(({ verb }): Edit[] => {
    const at = verb?.span.end;
    return at === undefined ? [] : [{ file, span: { start: at, end: at }, text: " --no-cache" }];
  });
  if (insert === undefined) return undefined;
  const updates = own.filter(({ action }) => action === "update");
  const others = own.some(({ action, verb }) => action !== "update" && verb?.text !== "add");
  if (others || indexWanted(dockerfile, calls, call)) return [insert, ...more];
  const gone = [...updates.map(({ command }) => command), ...run.commands.filter(removesCache)];
  const away = gone.map((command) => removeMember(dockerfile, run, command));
  const kept = run.commands.filter((command) => !gone.includes(command));
  // Neighbours that both go would be cut twice.
  const apart = run.commands.every((command, at) => {
    const next = run.commands[at + 1];
    return next === undefined || !gone.includes(command) || !gone.includes(next);
  });
  if (kept.length === 0 || !apart || !away.every((edit) => edit !== undefined)) return [insert, ...more];
  return [insert, ...more, ...away];
}

/** Something after this RUN reads the index that it leaves: an apk call without its own, or what cannot be seen into. */
function indexWanted(
  dockerfile: DockerfileFact,
  calls: PackageCallsFact,
  { instruction, stage }: PackageCall,
): boolean {
  const own = dockerfile.stages[stage];
  return own === undefined || wantedIn(own, own.instructions.indexOf(instruction) + 1, dockerfile, calls);
}

function wantedIn(stage: Stage, from: number, dockerfile: DockerfileFact, calls: PackageCallsFact): boolean {
  for (let at = from; at < stage.instructions.length; at++) {
    const one = stage.instructions[at];
    if (one === undefined || !/^(RUN|CMD|ENTRYPOINT)$/.test(one.keyword)) continue;
    if (!/\bapk\b|\.sh\b|\bsh\s+[^-\s]/.test(one.args)) continue;
    const [first, ...rest] = callsIn(calls, one).filter(({ manager }) => manager === "apk");
    if (first === undefined || one.onbuild) return true;
    // From here on the lists are others.
    if (first.action === "update") return false;
    const reads = (call: PackageCall): boolean =>
      !/^(remove|clean)$/.test(call.action) && !hasOption(call, "--no-cache", "-U", "--update-cache", "--update");
    if ([first, ...rest].some(reads)) return true;
  }
  return childrenOf(stage, dockerfile.stages).some((child) => wantedIn(child, 0, dockerfile, calls));
}
