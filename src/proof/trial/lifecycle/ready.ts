import { resolveText, resolveWords } from "../../../secrets/variable-references.ts";
import { withProbeTexts } from "../../../steps/with-texts.ts";
import type { Probe } from "../../../domain/workload/probe.ts";
import { withPattern } from "../../../sources/bounded/with-pattern.ts";
import type { Container, ContainerState } from "../../../sources/engine/types.ts";
import { httpExchange } from "./http-exchange.ts";
import { pause, throwIfInterrupted } from "../interrupted.ts";
import type { LifecycleContext } from "./lifecycle-context.ts";
import { isHeldBack } from "./held-back.ts";
import { isListening } from "./listening.ts";
import { handoverMs } from "./main-program.ts";
import { publishedPort } from "../environment/published-port.ts";
import { execute } from "../steps/exec.ts";
import { lastLine } from "../steps/response-text.ts";
import { startIdleWatch, type IdleWatch } from "./idle-watch.ts";

const pollMs = 25;
/** Slow starts are tested less often, since each test has a cost. */
const longestPollMs = 100;
/** Minimum time for a response. */
const leastMs = 1000;

export interface Waiting {
  /** Replaces the workload's probe. */
  readonly probe?: Probe;
  /** Number of earlier matching lines, since the log includes all lives. */
  readonly logSeen?: number;
}

/** Why it never became ready; `stuck` if it was idle at the end of the time. */
interface NotReady {
  readonly problem: string;
  readonly stuck?: true;
}

interface Ready {
  readonly readyMs: number;
  /** CPU seconds of the start; undefined if unknown. */
  readonly cpuSeconds?: number;
}

/** Length of one wait for a slow container. */
const slowWaitMs = 1000;

/** Repeats the probe until the container is ready; returns a problem if it ends first, or the time is over. */
export async function waitUntilReady(
  context: LifecycleContext,
  { probe = context.workload.ready, logSeen = 0 }: Waiting = {},
): Promise<Ready | NotReady> {
  const { workload, container, signal, engine } = context;
  const begin = performance.now();
  let state = await container.state();
  await using still = startIdleWatch(state.pid, engine.sameKernel);
  let last = "";
  const isCommand = probe.kind === "exec" || probe.kind === "health";
  for (; ; state = container.lives() ? state : await container.state()) {
    throwIfInterrupted(signal);
    const passed = Math.round(performance.now() - begin);
    if (!state.running) {
      const ended = probe.kind === "ended" && workload.stop.exitCodes.includes(state.exitCode) && !state.oomKilled;
      if (ended) return { readyMs: passed };
      const when = probe.kind === "ended" ? `after ${passed} ms` : `before it was ready, after ${passed} ms`;
      return { problem: describeExit(state, when) };
    }
    let remaining = workload.readyTimeoutMs - passed;
    const stuck = remaining <= 0 && (await still.isIdle());
    if (remaining <= 0 && !stuck && (await isSlow(context, still, passed))) remaining = slowWaitMs;
    if (remaining <= 0) {
      return {
        ...(stuck && { stuck: true as const }),
        problem: `not ready within ${workload.readyTimeoutMs} ms (${describeProbe(probe)}${last === "" ? "" : `: ${last}`})`,
      };
    }
    const script = isCommand && (await context.main?.isScript(state.pid)) === true;
    const answer = await ask(probe, context, { pid: state.pid, passed, remaining, logSeen });
    if (answer === true) {
      const readyMs = Math.round(performance.now() - begin);
      // A response may come from the script's temporary server, so the probe runs again.
      if (script && (await handsOver(context, state.pid, still))) continue;
      const cpuSeconds = await still.used();
      return { readyMs, ...(cpuSeconds !== undefined && { cpuSeconds }) };
    }
    // An aborted probe has less information than the previous one.
    if (last === "" || remaining > leastMs) last = answer;
    await pause(Math.min(Math.max(pollMs, passed / 8), longestPollMs), signal);
  }
}

/**
 * Waits for the end of a script after a check passes: true once the script is no longer the main process, false if it
 * is idle or the time is over.
 */
async function handsOver({ main, signal }: LifecycleContext, pid: number, still: IdleWatch): Promise<boolean> {
  const end = performance.now() + handoverMs;
  while (await main?.isScript(pid)) {
    if (performance.now() >= end || (await still.isIdle())) {
      main?.stays();
      return false;
    }
    await pause(pollMs, signal);
  }
  return true;
}

/**
 * On a busy machine or under a CPU limit, and with less CPU than the original needed, a container that is not ready
 * proves nothing.
 */
async function isSlow({ slowStart }: LifecycleContext, still: IdleWatch, passedMs: number): Promise<boolean> {
  if (slowStart === undefined || passedMs >= slowStart.longestMs) return false;
  const used = await still.used();
  if (used === undefined || used >= slowStart.cpuSeconds) return false;
  return still.isBusy() || isHeldBack(slowStart.cpus, used, passedMs);
}

/** How a container ended by itself. */
export function describeExit(state: ContainerState, when: string): string {
  if (state.oomKilled) return `killed for lack of memory ${when} (exit code ${state.exitCode})`;
  return `exited with code ${state.exitCode} ${when}${state.error === "" ? "" : `: ${state.error}`}`;
}

interface ProbeContext {
  readonly pid: number;
  readonly passed: number;
  readonly remaining: number;
  readonly logSeen: number;
}

/** True, or the reason why it is not ready yet. */
async function ask(probe: Probe, context: LifecycleContext, probeContext: ProbeContext): Promise<true | string> {
  const { container, signal } = context;
  const remaining = Math.max(probeContext.remaining, pollMs);
  switch (probe.kind) {
    case "http": {
      const port = await publishedPort(container, probe.port);
      if (port === undefined) return "it has ended";
      // A server that accepts but never responds must not use up the whole time.
      const timeoutMs = Math.min(remaining, 2000);
      const { path, headers = {} } = withProbeTexts(probe, (text) => resolveText(text, context.workload.variables));
      const answer = await httpExchange({ port, method: "GET", path, headers, timeoutMs, signal });
      if ("problem" in answer) return answer.problem;
      return answer.status === probe.status ? true : `status ${answer.status}, expected ${probe.status}`;
    }
    case "tcp":
    case "ports": {
      const visiblePid = context.engine.sameKernel ? probeContext.pid : undefined;
      for (const port of probe.kind === "tcp" ? [probe.port] : probe.ports)
        if (await isListening(visiblePid, port, container)) return true;
      return "no one listens";
    }
    case "log":
      return (await logMatches(container, probe.pattern)) > probeContext.logSeen ? true : "no such line in the log";
    case "running":
      return probeContext.passed >= probe.forMs ? true : `it runs for ${probeContext.passed} ms so far`;
    case "exec":
      return passes(context, resolveWords(probe.command, context.workload.variables), remaining);
    case "health":
      if (context.health === undefined) return "the image has no HEALTHCHECK";
      return passes(context, context.health, remaining);
    case "ended":
      return `it runs for ${probeContext.passed} ms so far`;
  }
}

/**
 * Docker's default timeout of a check (docs.docker.com, HEALTHCHECK, `--timeout`): on a busy machine a client takes
 * seconds to start.
 */
const longestCheckMs = 30_000;

async function passes(
  context: LifecycleContext,
  command: readonly string[],
  remaining: number,
): Promise<true | string> {
  const result = await execute(context, command, { timeoutMs: Math.min(remaining, longestCheckMs) });
  if ("problem" in result) return result.problem;
  return result.exitCode === 0 ? true : `exit code ${result.exitCode}${lastLine(result.stderr, result.stdout)}`;
}

/** Number of matches of a pattern in the log of all lives. */
export async function logMatches(container: Container, pattern: string): Promise<number> {
  const { stdout, stderr } = await container.logs();
  const text = `${stdout}\n${stderr}`;
  return withPattern(pattern, () => [...text.matchAll(new RegExp(pattern, "gmu"))].length);
}

function describeProbe(probe: Probe): string {
  switch (probe.kind) {
    case "http":
      return `GET ${probe.path} on port ${probe.port}`;
    case "tcp":
      return `TCP port ${probe.port}`;
    case "ports":
      return `one of the TCP ports ${probe.ports.join(", ")}`;
    case "log":
      return `log line /${probe.pattern}/`;
    case "running":
      return `running for ${probe.forMs} ms`;
    case "exec":
      return `command ${probe.command.join(" ")}`;
    case "health":
      return "the image's HEALTHCHECK";
    case "ended":
      return "that it comes to its end";
  }
}
