import { each, evidenceOf, fixOf, placeOf } from "../shared/container.ts";
import { reference } from "../shared/evidence.ts";
import { spelled } from "../shared/spelling.ts";
import { defineRule } from "../rule.ts";

/** Default weight of a container; cgroups(7), cpu.shares. */
const defaultShares = 1024;

export default defineRule({
  id: "limits/cpu-shares",
  title: "--cpu-shares used as a limit",
  why:
    "--cpu-shares is a weight that counts only while others want the same CPU: on an idle host it limits nothing, next to a busy container a low weight starves the service. " +
    "Measured with --cpu-shares=8: median latency 3.5 ms -> 695 ms beside a busy neighbour. The limit is --cpus.",
  severity: "warning",
  // A pod's request is a weight on purpose.
  dialects: ["docker", "podman", "nerdctl", "compose", "quadlet", "engine"],
  needs: ["containers"],
  premise: {
    kind: "engine",
    shows: "a busy loop is never held back under a share of 2, and it is under `--cpus 0.02`",
  },
  fix: "suggested",
  also: [],
  examples: [
    {
      kind: "document",
      bad: "Possible flags for `docker run`:\n\n```\n--cpu-shares=64 --memory=1g\n```\n",
      good: "Possible flags for `docker run`:\n\n```\n--cpus=0.5 --memory=1g\n```\n",
    },
    {
      kind: "document",
      bad: "docker run --rm -c 128 example/report:1.4\n",
      good: "docker run --rm --cpus=0.5 --cpu-shares 512 example/report:1.4\n",
    },
    {
      kind: "compose",
      bad: "services:\n  web:\n    image: example/web:1.4\n    cpu_shares: 64\n",
      good: "services:\n  web:\n    image: example/web:1.4\n    cpus: 0.5\n",
    },
  ],
  *check({ containers }) {
    for (const { container, said } of each(containers, ({ cpuShares }) => [cpuShares])) {
      const shares = said.value;
      const limited = container.cpus !== undefined || container.cpuset !== undefined;
      // With a real limit, a weight near the default works; 0 means the default.
      if (shares === 0 || (limited && !(shares < defaultShares / 4))) continue;
      const starves =
        shares < defaultShares
          ? ` and starves the service beside a busy one (weight ${shares} against ${defaultShares})`
          : "";
      const limit = spelled(container, "cpus");
      const change = { set: "cpus", to: 0.5, insteadOf: said } as const;
      const fix = { title: `Limit the CPU time with ${limit}`, applicability: "suggested" } as const;
      yield {
        message: `\`${spelled(container, "cpuShares")}\` is a weight and no limit: it caps nothing on an idle host${starves}; the limit is \`${limit}\``,
        at: placeOf(said),
        evidence: [
          ...evidenceOf(containers, said),
          reference(
            "A busy loop under --cpu-shares=8 got 1.925 s of CPU in 2 s on an idle host",
            "measured, Docker 26.1.5, Linux 6.18, 2 cores",
          ),
          reference(
            "Python server on one CPU with a busy neighbour: p50 3.5 ms by default, 694.7 ms with --cpu-shares=8, 3.4 ms with --cpus=0.5",
            "measured, Docker 26.1.5, Linux 6.18, 12 to 40 requests",
          ),
        ],
        ...(!limited && fixOf(containers, container, change, fix)),
      };
    }
  },
});
