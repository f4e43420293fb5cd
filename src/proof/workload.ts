import { Failure } from "../domain/failure.ts";
import type { StepOutcome } from "../domain/trial.ts";
import type { HttpStep, Step } from "../domain/workload.ts";
import type { ExecResult } from "../sources/engine/types.ts";
import { httpExchange } from "./http-exchange.ts";
import { throwIfInterrupted } from "./interrupted.ts";
import { executed, type LifeContext } from "./life-context.ts";
import { publishedPort } from "./published-port.ts";
import { printable } from "./shape.ts";

const bodyKept = 4096;
const execTimeoutMs = 30_000;
/** Each time-out costs its whole time; after this many the container is taken for stuck. */
const timeoutsTolerated = 2;

/**
 * Runs the steps in order and judges each. Goes on after a failed step, so that every problem is told, until the container
 * is gone. `settled` is called after a signal: it resolves when the container is ready again, or with the problem.
 */
export async function exercise(
  context: LifeContext,
  settled: () => Promise<{ readyMs: number } | { problem: string }>,
): Promise<StepOutcome[]> {
  const outcomes: StepOutcome[] = [];
  let timeouts = 0;
  for (const step of context.workload.steps) {
    throwIfInterrupted(context.signal);
    const begin = performance.now();
    const { timedOut, ...outcome } = await take(step, context, settled);
    outcomes.push({
      name: step.name,
      ok: outcome.problem === undefined,
      ...outcome,
      ms: Math.round(performance.now() - begin),
    });
    if (outcome.problem === undefined) continue;
    if (timedOut === true && ++timeouts >= timeoutsTolerated) break;
    if (!(await context.container.state()).running) break;
  }
  return outcomes;
}

/** A command inside the container; its own trouble is a problem, the engine's a Failure. */
export async function execute(
  context: LifeContext,
  command: readonly string[],
  timeoutMs: number,
): Promise<ExecResult | { readonly problem: string; readonly timedOut: boolean }> {
  try {
    return await context.container.exec(command, { timeoutMs });
  } catch (error) {
    throwIfInterrupted(context.signal);
    if (error instanceof Failure && error.code === "timed-out")
      return { problem: `no end within ${timeoutMs} ms`, timedOut: true };
    // The container ended meanwhile, or has no such command.
    if (error instanceof Failure && error.code === "engine-refused") return { problem: error.message, timedOut: false };
    throw error;
  }
}

type Taken = Pick<StepOutcome, "status" | "body" | "problem"> & { readonly timedOut?: boolean };

async function take(
  step: Step,
  context: LifeContext,
  settled: () => Promise<{ readyMs: number } | { problem: string }>,
): Promise<Taken> {
  switch (step.kind) {
    case "http":
      return takeHttp(step, context);
    case "exec": {
      const result = await execute(context, step.command, execTimeoutMs);
      if ("problem" in result) return result;
      executed(context, result.pid);
      const taken = { status: result.exitCode, body: kept(result.stdout) };
      if (result.exitCode !== step.exitCode) {
        const said = printable(`${result.stderr}\n${result.stdout}`).trim().split("\n").at(-1) ?? "";
        return {
          ...taken,
          problem: `exit code ${result.exitCode}, expected ${step.exitCode}${said === "" ? "" : `: ${said.slice(0, 300)}`}`,
        };
      }
      if (step.output === undefined || matches(step.output, result.stdout)) return taken;
      return { ...taken, problem: `output does not match /${step.output}/: ${sample(result.stdout)}` };
    }
    case "signal": {
      try {
        await context.container.kill(step.signal);
      } catch (error) {
        throwIfInterrupted(context.signal);
        if (error instanceof Failure && error.code === "engine-refused") return { problem: error.message };
        throw error;
      }
      const answer = await settled();
      return "problem" in answer ? { problem: `after ${step.signal}: ${answer.problem}` } : {};
    }
  }
}

async function takeHttp(step: HttpStep, { container, signal }: LifeContext): Promise<Taken> {
  const port = await publishedPort(container, step.port);
  if (port === undefined) return { problem: "the container no longer runs" };
  const answer = await httpExchange({
    port,
    method: step.method,
    path: step.path,
    headers: step.headers,
    ...(step.body === undefined ? {} : { body: step.body }),
    timeoutMs: step.timeoutMs,
    signal,
  });
  throwIfInterrupted(signal);
  if ("problem" in answer) return answer;
  const taken = { status: answer.status, body: kept(answer.body) };
  if (answer.status !== step.status) return { ...taken, problem: `status ${answer.status}, expected ${step.status}` };
  if (step.bodyPattern === undefined || matches(step.bodyPattern, answer.body)) return taken;
  return { ...taken, problem: `body does not match /${step.bodyPattern}/: ${sample(answer.body)}` };
}

const matches = (pattern: string, text: string): boolean => new RegExp(pattern, "us").test(text);
const kept = (text: string): string => text.slice(0, bodyKept);

function sample(text: string): string {
  const line = printable(text).replace(/\s+/gu, " ").trim().slice(0, 120);
  return line === "" ? "it is empty" : line;
}
