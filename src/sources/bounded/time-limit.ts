import { Script } from "node:vm";
import { Failure } from "../../domain/failure.ts";

const slot = Symbol.for("hullproof.bounded-work");
const holder = globalThis as { [slot]?: (() => unknown) | undefined };
// A separate script, because only scripts can be interrupted from outside: V8 checks for it on every loop iteration,
// every call and while a regular expression backtracks. It is compiled once; each call costs one system thread, about
// 0.1 ms.
let call: Script | undefined;

/** A machine with other work to do gives a thread less; more than so much more is not waited for. */
const mostDoublings = 3;
/** Of the limit: with less CPU than this it was the machine that was busy, and not the work. A loop beside a few others gets more. */
const busyShare = 0.3;

/**
 * Runs synchronous work that foreign text may keep busy, and interrupts it after `milliseconds`, in any loop or
 * regular expression. On a busy machine, where the thread got too little of a CPU in that time, the work is run again
 * with twice the time, up to eight times. `finally` blocks of interrupted work do not run, so it must not hold
 * resources, and it must be able to run twice. Throws the error of the work; `Failure` (`timed-out`) on a timeout.
 * Calls may be nested: the shorter limit counts.
 */
export function withinTime<T>(milliseconds: number, label: string, work: () => T): T {
  for (let doublings = 0; ; doublings++) {
    const before = process.threadCpuUsage();
    try {
      return interruptible(milliseconds * 2 ** doublings, work);
    } catch (error) {
      if (!isTimeout(error)) throw error;
      const { user, system } = process.threadCpuUsage(before);
      if (doublings >= mostDoublings || (user + system) / 1000 >= busyShare * milliseconds)
        throw tookTooLong(label, milliseconds);
    }
  }
}

/** Throws node's ERR_SCRIPT_EXECUTION_TIMEOUT after `milliseconds`. */
function interruptible<T>(milliseconds: number, work: () => T): T {
  call ??= new Script("globalThis[Symbol.for('hullproof.bounded-work')]()", { filename: "bounded-work" });
  const outer = holder[slot];
  holder[slot] = work;
  try {
    return call.runInThisContext({ timeout: milliseconds, displayErrors: false }) as T;
  } finally {
    holder[slot] = outer;
  }
}

export function tookTooLong(label: string, milliseconds: number): Failure {
  const seconds = Math.max(1, Math.round(milliseconds / 1000));
  return new Failure("timed-out", `${label} took longer than ${seconds} s`, {
    hint: "An input that keeps a reader busy for so long is damaged or made to do it. Look at it, or leave it out.",
  });
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && (error as NodeJS.ErrnoException).code === "ERR_SCRIPT_EXECUTION_TIMEOUT";
}
