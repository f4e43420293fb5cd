import { defineRule } from "../rule.ts";

export default defineRule({
  id: "limits/engine-without-limits",
  title: "Resource limits not enforced by the engine",
  why:
    "A kernel without a controller, or an engine without root to which it was not delegated, takes a limit and does not enforce it: the container is started all the same, with a warning that no one reads. " +
    "What a profile proved about memory, CPUs and tasks does not hold there.",
  severity: "warning",
  needs: ["engine"],
  premise: {
    kind: "source",
    source:
      "docs.docker.com, Runtime metrics and Rootless mode, Limiting resources; docker info warns of each controller that is missing, and the tests have no kernel without one",
  },
  fix: "none",
  also: [],
  examples: [
    {
      kind: "running",
      bad: { engine: { withoutLimits: ["memory", "tasks"] } },
      good: { engine: { withoutLimits: [] } },
    },
  ],
  *check({ engine }) {
    const { withoutLimits } = engine;
    if (withoutLimits.length === 0) return;
    yield {
      message: `The engine enforces no limit of ${withoutLimits.join(", ")}`,
      at: { setting: "cgroups" },
      evidence: [{ kind: "setting", pointer: "info", value: `without ${withoutLimits.join(", ")}` }],
    };
  },
});
