import type { Probe } from "../domain/workload.ts";
import type { ContainerState } from "../sources/engine/types.ts";
import { httpExchange } from "./http-exchange.ts";
import { pause, throwIfInterrupted } from "./interrupted.ts";
import { executed, type LifeContext } from "./life-context.ts";
import { isListening } from "./listening.ts";
import { publishedPort } from "./published-port.ts";
import { execute } from "./workload.ts";

const pollMs = 25;

/** Asks until the container is ready; a problem at once when it ends before, or when the time is over. */
export async function waitUntilReady(context: LifeContext): Promise<{ readyMs: number } | { problem: string }> {
  const { workload, container, signal } = context;
  const begin = performance.now();
  let last = "";
  for (;;) {
    throwIfInterrupted(signal);
    const state = await container.state();
    const passed = Math.round(performance.now() - begin);
    if (!state.running) return { problem: describeExit(state, `before it was ready, after ${passed} ms`) };
    const remaining = workload.readyTimeoutMs - passed;
    if (remaining <= 0) {
      return {
        problem: `not ready within ${workload.readyTimeoutMs} ms (${describeProbe(workload.ready)}${last === "" ? "" : `: ${last}`})`,
      };
    }
    const answer = await ask(workload.ready, context, state.pid, passed, Math.max(remaining, pollMs));
    if (answer === true) return { readyMs: Math.round(performance.now() - begin) };
    last = answer;
    await pause(pollMs, signal);
  }
}

/** How a container ended by itself. */
export function describeExit(state: ContainerState, when: string): string {
  if (state.oomKilled) return `killed for lack of memory ${when} (exit code ${state.exitCode})`;
  return `exited with code ${state.exitCode} ${when}${state.error === "" ? "" : `: ${state.error}`}`;
}

/** True, or why it is not ready yet. */
async function ask(
  probe: Probe,
  context: LifeContext,
  pid: number,
  passed: number,
  remaining: number,
): Promise<true | string> {
  const { container, signal } = context;
  switch (probe.kind) {
    case "http": {
      const port = await publishedPort(container, probe.port);
      if (port === undefined) return "it has ended";
      // A server that accepts but never answers must not eat the whole time.
      const timeoutMs = Math.min(remaining, 2000);
      const answer = await httpExchange({ port, method: "GET", path: probe.path, timeoutMs, signal });
      if ("problem" in answer) return answer.problem;
      return answer.status === probe.status ? true : `status ${answer.status}, expected ${probe.status}`;
    }
    case "tcp": {
      const seen = context.engine.sameKernel ? pid : undefined;
      const open = await isListening(seen, probe.port, () => publishedPort(container, probe.port));
      return open ? true : "nobody listens";
    }
    case "log": {
      const { stdout, stderr } = await container.logs();
      return lifeLog(`${stdout}\n${stderr}`, probe.pattern, context.life) ? true : "no such line in the log";
    }
    case "running":
      return passed >= probe.forMs ? true : `it runs for ${passed} ms so far`;
    case "exec": {
      const result = await execute(context, probe.command, Math.min(remaining, 5000));
      if ("problem" in result) return result.problem;
      executed(context, result.pid);
      return result.exitCode === 0 ? true : `exit code ${result.exitCode}`;
    }
  }
}

/** The log is that of all lives: the restart is ready when the line came once more. */
function lifeLog(log: string, pattern: string, life: number): boolean {
  let found = 0;
  for (const _ of log.matchAll(new RegExp(pattern, "gmu"))) if (++found > life) return true;
  return false;
}

function describeProbe(probe: Probe): string {
  switch (probe.kind) {
    case "http":
      return `GET ${probe.path} on port ${probe.port}`;
    case "tcp":
      return `TCP port ${probe.port}`;
    case "log":
      return `log line /${probe.pattern}/`;
    case "running":
      return `running for ${probe.forMs} ms`;
    case "exec":
      return `command ${probe.command.join(" ")}`;
  }
}
