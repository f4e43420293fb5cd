import { each, evidenceOf, placeOf } from "../shared/container.ts";
import { reference } from "../shared/evidence.ts";
import { spelled } from "../shared/spelling.ts";
import { defineRule } from "../rule.ts";

export default defineRule({
  id: "limits/oom-kill-disable",
  title: "Out-of-memory killer disabled",
  why:
    "With --oom-kill-disable a container that reaches its memory limit hangs instead of being stopped and restarted; without a limit it can take " +
    "the whole host down. Give it a --memory that it was shown to run under.",
  severity: "warning",
  dialects: ["docker", "podman", "nerdctl", "compose", "quadlet", "engine"],
  needs: ["containers"],
  wholeSpec: true,
  premise: {
    kind: "engine",
    shows:
      "a container at its limit is stopped, and with the switch it hangs under cgroup v1; under v2 the engine says that it discards the switch",
  },
  fix: "none",
  also: [],
  examples: [
    {
      kind: "document",
      bad: "docker run --rm --oom-kill-disable example/import:2.0\n",
      good: "docker run --rm --memory 512m --memory-swap 512m example/import:2.0\n",
    },
    {
      kind: "compose",
      bad: "services:\n  web:\n    image: example/web:1.4\n    oom_kill_disable: true\n",
      good: "services:\n  web:\n    image: example/web:1.4\n    mem_limit: 512m\n    memswap_limit: 512m\n",
    },
  ],
  *check({ containers }) {
    for (const { container, said } of each(containers, ({ oomKillDisable }) => [oomKillDisable])) {
      if (!said.value) continue;
      const { memoryBytes, fragment, unknown } = container;
      const limited = memoryBytes !== undefined || fragment === true || unknown !== undefined;
      const name = spelled(container, "oomKillDisable");
      yield {
        message: limited
          ? `\`${name}\` makes a container at its memory limit hang instead of being stopped and restarted`
          : `\`${name}\` without \`${spelled(container, "memory")}\`: the container can take all memory of the host, and the kernel may not stop it`,
        at: placeOf(said),
        evidence: [
          ...evidenceOf(containers, said),
          reference(
            "WARNING: OOM killer is disabled for the container, but no memory limit is set, this can result in the system running out of resources.",
            "what Docker 26.1.5 says to a container without --memory",
          ),
        ],
      };
    }
  },
});
