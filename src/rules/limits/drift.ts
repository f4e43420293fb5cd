import { drifted } from "../shared/drift.ts";
import { defineRule } from "../rule.ts";

const fields: ReadonlySet<string> = new Set(["cpus", "memoryBytes", "pids", "sysctls", "ulimits"]);

export default defineRule({
  id: "limits/drift",
  title: "Container has other limits than its profile was proven with",
  why:
    "`docker update` changes limits of a container that runs, and a restart from another file loses them. Above the proven limit one leak takes more of the host than it has to; " +
    "below it the service may be killed under a load that it was proven for.",
  severity: "error",
  needs: ["proven"],
  fix: "none",
  also: [],
  examples: [
    {
      kind: "running",
      bad: {
        proven: {
          drift: [
            {
              field: "memoryBytes",
              way: "wider",
              proven: "64 MiB",
              is: "no limit",
              why: "its memory limit is gone, so it may take all of the host's",
              pointer: "HostConfig.Memory",
            },
          ],
        },
      },
      good: { proven: { drift: [] } },
    },
  ],
  *check({ proven }) {
    yield* drifted(proven, fields);
  },
});
