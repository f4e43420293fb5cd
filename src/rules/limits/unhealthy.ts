import { defineRule } from "../rule.ts";

export default defineRule({
  id: "limits/unhealthy",
  title: "Container fails its health check",
  why:
    "A plain engine marks a container unhealthy and does nothing about it: it goes on taking requests that it can't answer. " +
    "The last answer of the check mostly says whether the service or the check is at fault.",
  severity: "warning",
  needs: ["running"],
  premise: { kind: "engine", shows: "a container whose health check fails is called unhealthy and goes on running" },
  fix: "none",
  also: [],
  examples: [
    {
      kind: "running",
      bad: {
        running: {
          state: { health: { status: "unhealthy", failingStreak: 7, exitCode: 1, output: "connection refused" } },
        },
      },
      good: { running: { state: { health: { status: "healthy", failingStreak: 0, exitCode: 0 } } } },
    },
  ],
  *check({ running }) {
    const { health } = running.state;
    if (health?.status !== "unhealthy") return;
    const { failingStreak, exitCode, output = "" } = health;
    // A check that cannot run always fails, whatever the state of the service.
    const cannotRun =
      exitCode === 126 ||
      exitCode === 127 ||
      exitCode === -1 ||
      /executable file not found|not found$/.test(output.trim());
    yield {
      message: `Its health check failed ${failingStreak} times in a row${cannotRun ? ": the check itself can't be run in it, or takes too long" : ""}`,
      at: { setting: "State.Health" },
      evidence: [
        { kind: "setting", pointer: "State.Health.Status", value: health.status },
        ...(output.trim() === ""
          ? []
          : [{ kind: "setting" as const, pointer: "State.Health.Log", value: output.trim().slice(0, longest) }]),
      ],
    };
  },
});

/** Maximum length of a check's output. */
const longest = 300;
