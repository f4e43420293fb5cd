import { setTimeout } from "node:timers/promises";
import { answerOf } from "../client/answer-of.ts";
import { insist, type Permit } from "../../../consent/decide.ts";
import { Failure } from "../../../domain/failure.ts";
import { inMib } from "../../../domain/workload/safety.ts";
import { interruption } from "../client/interruption.ts";
import { readMultiplexed } from "../client/multiplexed.ts";
import { execShape } from "../client/shapes.ts";
import type { ExecResult, EngineSession } from "../types.ts";

const defaultTimeoutMs = 30_000;

/**
 * Runs a command in a running container and waits for its end. A missing command has exit code 126 or 127, as in a
 * shell. Throws `timed-out` after `timeoutMs` in total (the process is killed if its pid can be reached),
 * `engine-refused` if the container does not run.
 */
export async function execIn(
  session: EngineSession,
  container: string,
  command: readonly string[],
  options: { readonly user?: string; readonly timeoutMs?: number },
  permit: Permit,
): Promise<ExecResult> {
  // It gets the container's own settings: no additional privileges, environment or terminal.
  insist(permit, []);
  const { engine } = session;
  const timeoutMs = options.timeoutMs ?? defaultTimeoutMs;
  const { Id: id } = await engine.call<{ Id: string }>({
    method: "POST",
    path: `/containers/${container}/exec`,
    body: {
      Cmd: command,
      AttachStdout: true,
      AttachStderr: true,
      ...(options.user === undefined ? {} : { User: options.user }),
    },
    signal: session.signal,
  });
  const inspect = async () =>
    answerOf(execShape, await engine.call({ method: "GET", path: `/exec/${id}/json`, signal: session.signal }));

  const limit = AbortSignal.any([session.signal, AbortSignal.timeout(timeoutMs)]);
  let pid = 0;
  try {
    // A silent command is fine, so only the total time counts.
    const stream = await engine.open({
      method: "POST",
      path: `/exec/${id}/start`,
      body: { Detach: false, Tty: false },
      timeoutMs: 0,
      signal: limit,
    });
    const { answerBytes } = session.safety;
    const reading = readMultiplexed(stream, { most: answerBytes });
    // Handled below; it may fail during the request for the pid.
    reading.catch(() => {});
    pid = (await inspect()).Pid ?? 0;
    const { stdout, stderr, cut } = await reading;
    if (cut) {
      if (engine.info.sameKernel && pid > 1) kill(pid);
      throw new Failure(
        "safety-limit",
        `${command.join(" ")} printed more than ${inMib(answerBytes)}, hullproof's safety limit for an answer.`,
        { hint: "Let it print less, into a file, or to /dev/null." },
      );
    }
    const end = await inspect();
    if (end.Running || end.ExitCode === null || end.ExitCode === undefined) {
      throw new Failure("engine-died", `The engine lost the output of ${command.join(" ")} before its end.`, {
        hint: "See whether the engine still runs (`docker info`), then run again.",
      });
    }
    return { exitCode: end.ExitCode, stdout, stderr, pid: pid || (end.Pid ?? 0) };
  } catch (error) {
    if (session.signal.aborted) throw interruption(session.signal);
    if (!limit.aborted) throw error;
    // The engine has no call to end an exec. On a busy machine the time may be over before its pid is known.
    for (let asked = 0; pid === 0 && asked < 10; asked++) {
      pid = (await inspect().catch(() => undefined))?.Pid ?? 0;
      if (pid === 0) await setTimeout(50);
    }
    if (engine.info.sameKernel && pid > 1) kill(pid);
    throw new Failure("timed-out", `${command.join(" ")} did not end within ${timeoutMs / 1000} s in the container.`, {
      hint: "Give it more time, or see why it hangs.",
      cause: error,
    });
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended, or belongs to another user; it ends with the container.
  }
}
