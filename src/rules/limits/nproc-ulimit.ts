import { each, evidenceOf, placeOf } from "../shared/container.ts";
import { reference } from "../shared/evidence.ts";
import { spelled } from "../shared/spelling.ts";
import { defineRule } from "../rule.ts";

export default defineRule({
  id: "limits/nproc-ulimit",
  title: "nproc used as a limit of a container",
  why:
    "The ulimit nproc counts every process of the user on the whole host, those of other containers too: two containers of one uid use up each other's, and root is not limited at all. " +
    "The limit of one container is its pids limit.",
  severity: "warning",
  dialects: ["docker", "podman", "nerdctl", "compose", "quadlet", "engine"],
  needs: ["containers"],
  premise: {
    kind: "engine",
    shows: "processes of one uid in another container use up the ulimit nproc, and root starts more than it allows",
  },
  fix: "none",
  also: ["cis-docker/5.19"],
  examples: [
    {
      kind: "document",
      bad: "docker run --rm --ulimit nproc=50 example/report:1.4\n",
      good: "docker run --rm --pids-limit 50 --ulimit nofile=1024 example/report:1.4\n",
    },
    {
      kind: "compose",
      bad: "services:\n  web:\n    image: example/web:1.4\n    ulimits:\n      nproc: 50\n",
      good: "services:\n  web:\n    image: example/web:1.4\n    pids_limit: 50\n    ulimits:\n      nofile: 1024\n",
    },
  ],
  *check({ containers }) {
    for (const { container, said } of each(containers, ({ ulimits }) => ulimits)) {
      const { name, soft } = said.value;
      // Unlimited, or a large value that only raises the user's limit, is no intended limit of the container.
      if (name !== "nproc" || !(soft > 0 && soft < 4096)) continue;
      yield {
        message: `The ulimit nproc counts the user's processes on the whole host, and not root's; \`${spelled(container, "pids")}\` limits the container`,
        at: placeOf(said),
        evidence: [
          ...evidenceOf(containers, said),
          reference("A limit on the number of processes of the real user id", "getrlimit(2), RLIMIT_NPROC"),
        ],
      };
    }
  },
});
