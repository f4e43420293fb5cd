import type { RunningFact } from "../../facts/container-spec/running-fact.ts";
import { defineRule } from "../rule.ts";

/** Fewer may be a deployment or a reboot; the engine only counts automatic restarts. */
const fewest = 3;

export default defineRule({
  id: "limits/restart-loop",
  title: "Container in a restart loop",
  why:
    "A restart policy keeps a service alive that ends, and hides that it does: answers are lost each time, and a container that is restarting has no one to notice. " +
    "Its exit code says most: 137 is a kill, 139 a crash, 126 and 127 a program that can't be run.",
  severity: "warning",
  needs: ["running"],
  premise: {
    kind: "engine",
    shows: "the engine counts how often it starts a program that fails, and nothing of one that goes on",
  },
  fix: "none",
  also: [],
  examples: [
    {
      kind: "running",
      bad: { running: { restartCount: 12, state: { status: "restarting", exitCode: 127 } } },
      good: { running: { restartCount: 1, state: { status: "running" } } },
    },
    {
      kind: "running",
      bad: { running: { restartCount: 5, state: { exitCode: 139 } } },
      good: { running: { restartCount: 0 } },
    },
  ],
  *check({ running }) {
    const { restartCount, state } = running;
    if (restartCount < fewest && !(state.status === "restarting" && restartCount > 0)) return;
    yield {
      message: `Its engine started it ${restartCount} times again: ${likelyCause(running)}`,
      at: { setting: "RestartCount" },
      evidence: [
        { kind: "setting", pointer: "RestartCount", value: String(restartCount) },
        { kind: "setting", pointer: "State.ExitCode", value: String(state.exitCode) },
        ...(state.error === "" ? [] : [{ kind: "setting" as const, pointer: "State.Error", value: state.error }]),
      ],
      ...(state.status === "restarting" && { severity: "error" as const }),
    };
  },
});

/** Likely cause by the exit code and the engine's message. */
function likelyCause({ state }: RunningFact): string {
  if (state.oomKilled) return "it was killed for want of memory";
  if (state.error !== "") return `it can't be started: ${state.error}`;
  if (state.running && state.status !== "restarting")
    return "the last end is no longer known, as it runs; its logs may tell";
  switch (state.exitCode) {
    case 0:
      return "its program ends by itself, as if its work were done";
    case 125:
      return "the engine could not run it";
    case 126:
      return "its program may not be executed";
    case 127:
      return "its program, or one that it calls, was not found";
    case 134:
      return "its program aborted (SIGABRT)";
    case 137:
      return "it was killed (SIGKILL), by its memory limit or by someone";
    case 139:
      return "its program crashed (SIGSEGV)";
    case 143:
      return "it was asked to end (SIGTERM)";
    default:
      return `its program ended with exit code ${state.exitCode}; its logs may tell why`;
  }
}
