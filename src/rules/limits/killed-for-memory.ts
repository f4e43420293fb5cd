import { defineRule } from "../rule.ts";

export default defineRule({
  id: "limits/killed-for-memory",
  title: "Container OOM-killed",
  why:
    "When a container reaches its memory limit, or the host has none left, the kernel kills a process in it. The engine keeps that as OOMKilled, and a restart hides it. " +
    "`hullproof learn IMAGE` finds a limit that holds under load.",
  severity: "warning",
  needs: ["running"],
  premise: {
    kind: "engine",
    shows: "the engine says OOMKilled of a container that was killed at its limit, and not of one without a limit",
  },
  fix: "none",
  also: [],
  examples: [
    {
      kind: "running",
      bad: { running: { state: { oomKilled: true, exitCode: 137 }, memoryBytes: 16_777_216 } },
      good: { running: { state: { oomKilled: false, exitCode: 0 }, memoryBytes: 16_777_216 } },
    },
  ],
  *check({ running }) {
    const { state, memoryBytes } = running;
    if (!state.oomKilled) return;
    const cause =
      memoryBytes === undefined
        ? "it has no limit, so the host itself ran out of memory"
        : `it reached its limit of ${Math.round(memoryBytes / 2 ** 20)} MiB`;
    yield {
      message: `The kernel killed a process of it for want of memory: ${cause}`,
      at: { setting: "State.OOMKilled" },
      evidence: [
        { kind: "setting", pointer: "State.OOMKilled", value: "true" },
        { kind: "setting", pointer: "State.ExitCode", value: String(state.exitCode) },
      ],
    };
  },
});
