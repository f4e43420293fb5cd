import { asWritten, evidenceOf, fixOf, placeOf } from "../shared/container.ts";
import { reference } from "../shared/evidence.ts";
import { spelled } from "../shared/spelling.ts";
import { defineRule } from "../rule.ts";

export default defineRule({
  id: "limits/no-swap-limit",
  title: "Memory limit without a swap limit",
  why:
    "With --memory alone a container may use as much swap again, where the host has swap: it gets slow instead of being stopped, and slows its neighbours' disk. " +
    "--memory-swap of the same value allows no swap.",
  severity: "info",
  // Kubernetes gives no swap by itself.
  dialects: ["docker", "podman", "nerdctl", "compose", "quadlet", "engine"],
  needs: ["containers"],
  wholeSpec: true,
  premise: {
    kind: "engine",
    shows:
      "the engine gives a container with a memory limit alone twice as much of memory and swap together, and with `--memory-swap` of the same value none beyond it",
  },
  fix: "suggested",
  also: [],
  examples: [
    {
      kind: "document",
      bad: "docker run --rm --memory=256m example/report:1.4\n",
      good: "docker run --rm --memory=256m --memory-swap=256m example/report:1.4\n",
    },
    {
      kind: "compose",
      bad: "services:\n  web:\n    image: example/web:1.4\n    mem_limit: 256m\n",
      good: "services:\n  web:\n    image: example/web:1.4\n    mem_limit: 256m\n    memswap_limit: 256m\n",
    },
  ],
  *check({ containers }) {
    for (const container of containers.containers) {
      const { memoryBytes: memory, memorySwapBytes, fragment, unknown } = container;
      // Missing settings of a fragment are not reported; 0 means no limit.
      if (fragment === true || unknown !== undefined || memory === undefined || memory.value <= 0) continue;
      if (memorySwapBytes !== undefined) continue;
      const change = { set: "memorySwapBytes", to: memory.value } as const;
      const fix = { title: "Allow no swap beyond the memory limit", applicability: "suggested" } as const;
      yield {
        message: `\`${asWritten(container, memory)}\` without \`${spelled(container, "memorySwap")}\` allows as much swap again`,
        at: placeOf(memory),
        evidence: [
          ...evidenceOf(containers, memory),
          { kind: "setting", pointer: spelled(container, "memorySwap"), value: "not set" },
          reference(
            "If --memory is set and --memory-swap is not, the container can use as much swap as the --memory setting, if the host has swap",
            "docs.docker.com, Resource constraints, --memory-swap details",
          ),
        ],
        ...(!Number.isNaN(memory.value) && fixOf(containers, container, change, fix)),
      };
    }
  },
});
