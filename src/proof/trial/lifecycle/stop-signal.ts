import { constants } from "node:os";
import { ownValue } from "../../../domain/own-value.ts";
import { processesBeside } from "../../observe/processes.ts";
import { kernelText } from "../../../sources/engine/kernel-text.ts";
import { pause } from "../interrupted.ts";

/** Maximum number of processes to read. */
const mostProcesses = 64;
const longestMs = 2000;
const betweenMs = 20;

/** Processes in the cgroup of `pid` that have a handler for `signal` (`SIGTERM`), by proc_pid_status(5); none for a signal without a number. */
export function catchersOf(pid: number, signal: string): readonly number[] {
  const pids = pid > 0 ? processesBeside(pid).slice(0, mostProcesses) : [];
  return pids.filter((one) => catches(one, signal) === true);
}

/**
 * Waits, 2 s at most, until all of `catchers` that still live have their handler again. A program that executes itself again (sshd after SIGHUP) has none for a
 * moment, and the kernel drops a signal that the first process of a container does not handle: the stop would be lost, and the container killed.
 */
export async function onceCaught(catchers: readonly number[], signal: string, abort: AbortSignal): Promise<void> {
  const end = performance.now() + longestMs;
  const lacking = () => catchers.some((catcher) => catches(catcher, signal) === false);
  while (lacking() && performance.now() < end && !abort.aborted) await pause(betweenMs, abort);
}

/** Undefined if the process has ended. */
function catches(pid: number, signal: string): boolean | undefined {
  const number = ownValue(constants.signals, signal);
  const status = kernelText(`/proc/${pid}/status`) ?? "";
  const mask = /^SigCgt:\s*([0-9a-f]{1,32})$/mu.exec(status)?.[1];
  if (number === undefined || mask === undefined) return undefined;
  return ((BigInt(`0x${mask}`) >> BigInt(number - 1)) & 1n) === 1n;
}
