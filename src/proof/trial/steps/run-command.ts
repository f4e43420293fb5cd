import { resolve } from "node:path";
import { insist, type Permit } from "../../../consent/decide.ts";
import { runItem } from "../../../consent/run-item.ts";
import type { HostStep } from "../../../domain/workload/workload.ts";
import { runToEnd } from "../../../sources/programs/run-to-end.ts";

/** The end of what a command printed; load generators print much. */
const outputKept = 256 * 1024;
/** After SIGTERM, before SIGKILL. */
const graceMs = 2000;

type Ended = { readonly exitCode: number; readonly stdout: string; readonly stderr: string };

/**
 * In a process group of its own, so that what it started ends with it. A file that may not be executed is read by sh. Throws `not-allowed`
 * where the permit does not cover these very words.
 */
export async function runCommand(
  step: Pick<HostStep, "command" | "folder" | "env" | "timeoutMs">,
  env: Readonly<Record<string, string | undefined>>,
  { signal, permit }: { readonly signal: AbortSignal; readonly permit: Permit },
): Promise<Ended | { readonly problem: string; readonly timedOut?: boolean }> {
  insist(permit, [runItem(step)]);
  const [program = "", ...words] = step.command;
  const once = (command: string, args: readonly string[]) =>
    runToEnd({ command }, args, {
      env,
      cwd: resolve(step.folder ?? "."),
      timeoutMs: step.timeoutMs,
      graceMs,
      maxOutputBytes: outputKept,
      beyond: "keep the tail",
      signal,
    });
  let end = await once(program, words);
  if (end.how === "not-started" && (end.error.code === "EACCES" || end.error.code === "ENOEXEC"))
    end = await once("/bin/sh", step.command);
  switch (end.how) {
    case "exited":
      return { exitCode: end.code, stdout: end.stdout, stderr: end.stderr };
    case "timed-out":
      return { problem: `no end within ${step.timeoutMs} ms`, timedOut: true };
    case "not-started": {
      const what = end.error.code === "ENOENT" ? "there is no such program or folder" : end.error.message;
      return { problem: `${program}: ${what}` };
    }
    case "killed":
      return { problem: `${program} was ended by ${end.by}` };
    case "aborted":
    case "too-big":
    case "too-long":
      return { problem: `${program} was ended by hullproof` };
  }
}
