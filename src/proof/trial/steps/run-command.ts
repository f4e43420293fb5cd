import { resolve } from "node:path";
import { insist, type Permit } from "../../../consent/decide.ts";
import { runItem } from "../../../consent/run-item.ts";
import type { HostStep } from "../../../domain/workload/step.ts";
import { runToEnd } from "../../../sources/programs/run-to-end.ts";

/** Maximum stored output of a command, from its end; load generators print a lot. */
const outputKept = 256 * 1024;
/** Time between SIGTERM and SIGKILL. */
const graceMs = 2000;

type Ended = { readonly exitCode: number; readonly stdout: string; readonly stderr: string };

/**
 * Runs a command in its own process group, so that its children end with it. sh runs a file that is not executable.
 * Throws `not-allowed` if the permit does not cover this exact command.
 */
export async function runCommand(
  step: Pick<HostStep, "command" | "folder" | "env" | "timeoutMs">,
  env: Readonly<Record<string, string | undefined>>,
  { signal, permit }: { readonly signal: AbortSignal; readonly permit: Permit },
): Promise<Ended | { readonly problem: string; readonly timedOut?: boolean }> {
  insist(permit, [runItem(step)]);
  const [program = "", ...words] = step.command;
  const runProgram = (command: string, args: readonly string[]) =>
    runToEnd({ command }, args, {
      env,
      cwd: resolve(step.folder ?? "."),
      timeoutMs: step.timeoutMs,
      graceMs,
      maxOutputBytes: outputKept,
      beyond: "keep the tail",
      signal,
    });
  let end = await runProgram(program, words);
  if (end.how === "not-started" && (end.error.code === "EACCES" || end.error.code === "ENOEXEC"))
    end = await runProgram("/bin/sh", step.command);
  switch (end.how) {
    case "exited":
      return { exitCode: end.code, stdout: end.stdout, stderr: end.stderr };
    case "timed-out":
      return { problem: `no end within ${step.timeoutMs} ms`, timedOut: true };
    case "not-started": {
      const reason = end.error.code === "ENOENT" ? "there is no such program or folder" : end.error.message;
      return { problem: `${program}: ${reason}` };
    }
    case "killed":
      return { problem: `${program} was ended by ${end.by}` };
    case "aborted":
    case "too-big":
    case "too-long":
      return { problem: `${program} was ended by hullproof` };
  }
}
