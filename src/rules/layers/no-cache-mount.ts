import type { Edit } from "../../domain/finding/fix.ts";
import type { DockerfileFact, Instruction } from "../../facts/dockerfile/dockerfile.ts";
import { aptCalls, isUpdate, lists, readsLists, removesLists } from "../../facts/managers/deb/apt-lists.ts";
import { quote, reference } from "../shared/evidence.ts";
import { hasMount } from "../../facts/managers/package-steps.ts";
import { defineRule } from "../rule.ts";
import { isRun } from "../../facts/dockerfile/runs.ts";

const mounts =
  " --mount=type=cache,target=/var/cache/apt,sharing=locked --mount=type=cache,target=/var/lib/apt/lists,sharing=locked";

export default defineRule({
  id: "layers/no-cache-mount",
  title: "apt without cache mounts",
  why:
    "A file that is built with BuildKit can keep apt's lists and packages in cache mounts: they never become part of a layer, and a rebuild downloads only what is new. " +
    "It takes both folders, and the removal of /etc/apt/apt.conf.d/docker-clean, which else empties the cache after each call.",
  severity: "info",
  needs: ["dockerfile", "packageCalls"],
  fix: "suggested",
  also: ["hadolint/DL3009"],
  examples: [
    {
      kind: "dockerfile",
      bad: "# syntax=docker/dockerfile:1\nFROM debian:trixie-slim\nRUN apt-get update && apt-get install -y jq\n",
      good: "# syntax=docker/dockerfile:1\nFROM debian:trixie-slim\nRUN --mount=type=cache,target=/var/cache/apt,sharing=locked --mount=type=cache,target=/var/lib/apt/lists,sharing=locked apt-get update && apt-get install -y jq\n",
    },
    {
      kind: "dockerfile",
      bad: "FROM debian:trixie-slim\nRUN --mount=type=cache,target=/var/lib/apt apt-get update && apt-get install -y jq\n",
      good: "FROM debian:trixie-slim\nRUN --mount=type=cache,target=/var/lib/apt --mount=type=cache,target=/var/cache/apt apt-get update && apt-get install -y jq\n",
    },
  ],
  *check({ dockerfile, packageCalls }) {
    const modern = usesBuildKit(dockerfile);
    let last: Instruction | undefined;
    for (const { instruction, stage: index } of packageCalls) {
      const stage = dockerfile.stages[index];
      if (instruction === last || stage === undefined || instruction.commands === undefined) continue;
      last = instruction;
      const calls = aptCalls(packageCalls, instruction);
      if (!calls.some(isUpdate)) continue;
      const half =
        hasMount(instruction, "/var/lib/apt") &&
        !hasMount(instruction, "/var/cache/apt") &&
        !hasMount(instruction, lists);
      const none = modern && !instruction.onbuild && !hasMount(instruction, "/var/") && calls.some(readsLists);
      if (!half && !none) continue;
      const edit = none ? withMounts(dockerfile, instruction) : undefined;
      yield {
        message: half
          ? "The mount keeps apt's lists, /var/cache/apt has none: the packages are downloaded into this layer, or again each time"
          : "apt downloads its lists and packages again in each build; this file is built with BuildKit, which could keep them in cache mounts",
        at: instruction.keywordSpan,
        evidence: [
          quote(dockerfile, instruction.span),
          reference(
            "cache mounts on /var/cache/apt and /var/lib/apt/lists: the image is as small as with the cleanup",
            "measured on Docker 26.1.5 with a Debian 13 base",
          ),
        ],
        ...(edit && {
          fix: {
            title: "mount apt's caches",
            applicability: "suggested" as const,
            edits: [edit] as const,
            delta: [lists, "/var/cache/apt"],
          },
        }),
      };
    }
  },
});

/** The file needs BuildKit: a syntax line, a mount or a heredoc. */
function usesBuildKit({ text, instructions }: DockerfileFact): boolean {
  if (/^\uFEFF?#\s*syntax\s*=/i.test(text)) return true;
  return instructions.some(({ flags, heredocs }) => heredocs.length > 0 || flags.some(({ name }) => name === "mount"));
}

/** A RUN that deletes the lists would empty the mount, so it is left alone. */
function withMounts({ file }: DockerfileFact, run: Instruction): Edit | undefined {
  if (!isRun(run) || removesLists(run) || run.flags.length > 0) return undefined;
  const at = run.keywordSpan.end;
  return { file, span: { start: at, end: at }, text: mounts };
}
