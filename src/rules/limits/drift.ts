import { drifted } from "../shared/drift.ts";
import { defineRule } from "../rule.ts";

const fields: ReadonlySet<string> = new Set(["cpus", "memoryBytes", "pids", "sysctls", "ulimits"]);

export default defineRule({
  id: "limits/drift",
  title: "Limits differ from the proven profile",
  why:
    "`docker update` changes limits of a container that runs, and a restart from another file loses them. Above the proven limit one leak takes more of the host than it has to; " +
    "below it the service may be killed under a load that it was proven for. Files that start it are compared with a profile as well: `.hullproof` beside them, or `--profile`.",
  severity: "error",
  ofUser: true,
  needs: ["drifts"],
  premise: {
    kind: "engine",
    shows:
      "a program that fills 64 MiB is killed in a running container, and ends well after `docker update` raised its limit",
  },
  fix: "suggested",
  also: [],
  examples: [
    {
      kind: "running",
      bad: {
        proven: {
          drift: [
            {
              field: "memoryBytes",
              direction: "wider",
              proven: "64 MiB",
              actual: "no limit",
              why: "its memory limit is gone, so it may take all of the host's",
              pointer: "HostConfig.Memory",
            },
          ],
        },
      },
      good: { proven: { drift: [] } },
    },
    {
      kind: "compose",
      profile: { memoryBytes: 67108864, cpus: 0.5, pids: 64 },
      bad: "services:\n  web:\n    image: example/web:1.4\n    mem_limit: 64m\n    memswap_limit: 64m\n    cpus: 0.25\n",
      good: "services:\n  web:\n    image: example/web:1.4\n    mem_limit: 64m\n    memswap_limit: 64m\n    cpus: 0.5\n    pids_limit: 64\n",
    },
    {
      kind: "manifest",
      profile: { memoryBytes: 67108864, cpus: 0.5, pids: 64 },
      bad: "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: example/web:1.4\n      resources:\n        limits: {memory: 1Gi}\n",
      good: "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: example/web:1.4\n      resources:\n        limits: {memory: 64Mi, cpu: 500m}\n",
    },
    {
      kind: "unit",
      profile: { memoryBytes: 67108864, cpus: 0.5, pids: 64 },
      bad: "[Container]\nImage=docker.io/example/web:1.4\nPodmanArgs=--cpus=0.5 --memory=64m --memory-swap=64m\n",
      good: "[Container]\nImage=docker.io/example/web:1.4\nPodmanArgs=--cpus=0.5 --memory=64m --memory-swap=64m\nPidsLimit=64\n",
    },
  ],
  *check({ drifts, containers }) {
    yield* drifted(drifts, fields, containers);
  },
});
