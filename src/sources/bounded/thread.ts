import type { Limits } from "../../domain/stoppable-thread.ts";
import type { StoppableThread } from "../../domain/stoppable-thread.ts";
import { Worker } from "node:worker_threads";
import { Failure } from "../../domain/failure.ts";
import { fromWire, toWire, type FromThread, type ToThread } from "./thread-messages.ts";
import { threadWord } from "./thread-word.ts";
import { tookTooLong } from "./time-limit.ts";

export interface ThreadOptions {
  /** A module that calls `serveTasks`. */
  readonly entry: URL;
  readonly data?: unknown;
  /** Heap limit for JavaScript objects, in MiB; buffers are extra. */
  readonly memoryMegabytes?: number;
  /** Room for new objects, in MiB, else V8's own: with less a thread that runs for days keeps less garbage, at a little more processor time. */
  readonly youngMegabytes?: number;
}

/** Time limit for loading the code of a task on a busy machine. */
const startMs = 60_000;
/**
 * Time limits after the request to stop: without news, in total, and without a turn of the event loop. Together with
 * `terminateMs` and the caller's own work a stuck thread takes at most five seconds.
 */
const grace = { newsMs: 2_800, allMs: 10_000, turnMs: 2_000 };
/** Time for the `close` function of the thread. */
const closeMs = 4_500;
/** Time until termination: a thread in a system call, for example on a device, cannot be ended. */
const terminateMs = 500;
const tickMs = 100;
/** A computing thread has had at least this share of CPU time; an idle one ends after this multiple of its limit. */
const [ownShare, mostStalls] = [0.5, 5];

export function stoppableThread({ entry, data, memoryMegabytes, youngMegabytes }: ThreadOptions): StoppableThread {
  let worker: Worker | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let stuck = false;
  let busy = false;

  function start(): Worker {
    const newWorker = new Worker(entry, {
      // The thread's compile cache depends on the arguments of the call (bin/code-folder.js).
      argv: [...new Set([threadWord, ...process.argv.slice(2)])],
      workerData: data,
      // Node's own output in a thread, such as library warnings with foreign text, would reach the terminal unfiltered.
      stdout: true,
      stderr: true,
      resourceLimits: {
        ...(memoryMegabytes !== undefined && { maxOldGenerationSizeMb: memoryMegabytes }),
        ...(youngMegabytes !== undefined && { maxYoungGenerationSizeMb: youngMegabytes }),
      },
    });
    for (const stream of [newWorker.stdout, newWorker.stderr])
      stream.on("data", (chunk) => process.emit("warning", new Error(String(chunk).trim())));
    newWorker.unref();
    newWorker.on("exit", () => {
      if (worker === newWorker) worker = undefined;
    });
    // A leftover of a task may fail after its result; without a listener the error would end the process.
    newWorker.on("error", (error: unknown) => {
      if (worker === newWorker) worker = undefined;
      if (!busy) process.emit("warning", new Error(`what a task left running broke: ${messageOf(error)}`));
    });
    return newWorker;
  }

  function run<T>(label: string, task: unknown, limits: Limits): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const thread = (worker ??= start());
    busy = true;
    const requestMs = performance.now();
    let [begun, turned, news, stopping] = [Infinity, requestMs, requestMs, Infinity];
    let judging: NodeJS.Immediate | undefined;
    let used = cpuMs();
    const settle = (act: () => void) => {
      busy = false;
      clearInterval(timer);
      clearImmediate(judging);
      limits.signal?.removeEventListener("abort", stop);
      limits.kill?.removeEventListener("abort", killNow);
      thread.off("message", hear).off("error", broke).off("exit", ended).unref();
      act();
    };
    const kill = (reason: unknown) => {
      worker = undefined;
      settle(() => {
        const late = setTimeout(() => {
          stuck = true;
          reject(reason as Error);
        }, terminateMs);
        void thread.terminate().finally(() => {
          clearTimeout(late);
          // Delayed on purpose: on a busy machine the thread may just be slow.
          stuck = false;
          reject(reason as Error);
        });
      });
    };
    const killNow = () => kill(limits.kill?.reason);
    const hear = (message: FromThread) => {
      turned = performance.now();
      used = cpuMs();
      if (message.kind === "begun") begun = turned;
      else if (message.kind === "note") {
        if (limits.heard?.(message.note) === true) news = turned;
      } else if (message.kind === "question") void reply(message.id, message.question);
      if (message.kind === "answer") settle(() => resolve(message.value as T));
      else if (message.kind === "trouble") settle(() => reject(fromWire(message.trouble)));
    };
    const reply = async (to: number, question: unknown) => {
      const send = (message: ToThread) => thread.postMessage(message);
      try {
        send({ kind: "reply", to, value: await limits.asked?.(question) });
      } catch (error) {
        send({ kind: "reply", to, trouble: toWire(error) });
      }
    };
    const broke = (error: unknown) => {
      worker = undefined;
      settle(() => reject(brokeDown(label, error, memoryMegabytes)));
    };
    const ended = () => settle(() => reject(brokeDown(label, new Error("its thread ended"))));
    const stop = () => {
      stopping = performance.now();
      thread.postMessage({ kind: "stop", why: toWire(limits.signal?.reason) } satisfies ToThread);
    };
    const judge = (currentMs: number) => {
      const { milliseconds = Infinity, stallMs, signal } = limits;
      if (stopping !== Infinity) {
        const idle =
          currentMs - Math.max(stopping, news) > grace.newsMs || currentMs - Math.max(stopping, turned) > grace.turnMs;
        if (idle || currentMs - stopping > grace.allMs) kill(signal?.reason);
      } else if (begun === Infinity) {
        if (currentMs - requestMs > startMs) kill(tookTooLong(label, startMs));
      } else if (currentMs - begun > milliseconds) kill(tookTooLong(label, milliseconds));
      else if (currentMs - turned > stallMs * (cpuMs() - used > stallMs * ownShare ? 1 : mostStalls))
        kill(stoodStill(label, currentMs - turned));
    };
    // First handles messages that arrived while this thread was blocked: timers come before messages, and messages
    // before this. Delays after them do not count.
    const timer = setInterval(() => {
      judging = setImmediate(judge, performance.now());
    }, tickMs);
    thread.on("message", hear).on("error", broke).on("exit", ended).ref();
    limits.signal?.addEventListener("abort", stop, { once: true });
    limits.kill?.addEventListener("abort", killNow, { once: true });
    thread.postMessage({ kind: "task", task } satisfies ToThread);
    if (limits.signal?.aborted === true) stop();
    return promise;
  }

  return {
    get stuck() {
      return stuck;
    },
    ask<T>(label: string, task: unknown, limits: Limits) {
      const next = last.then(() => run<T>(label, task, limits));
      last = next.catch(() => {});
      return next;
    },
    async [Symbol.asyncDispose]() {
      await last;
      const thread = worker;
      if (thread === undefined) return;
      worker = undefined;
      const { promise, resolve } = Promise.withResolvers<void>();
      thread.once("exit", () => resolve()).ref();
      thread.postMessage({ kind: "close" } satisfies ToThread);
      const timer = setTimeout(() => void thread.terminate(), closeMs);
      await promise.finally(() => clearTimeout(timer));
    },
  };
}

function stoodStill(label: string, milliseconds: number): Failure {
  return new Failure(
    "timed-out",
    `${label} gave no sign of life for ${Math.max(1, Math.round(milliseconds / 1000))} s`,
    {
      hint: "An input that keeps a reader busy for so long is damaged or made to do it: look at it, or leave it out. On a machine that is very busy, run it again when it is not.",
    },
  );
}

/** CPU milliseconds of this process: next to a computing thread, the other threads use almost none. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function brokeDown(task: string, error: unknown, megabytes?: number): Failure {
  const { code } = (error ?? {}) as { code?: string };
  if (code === "ERR_WORKER_OUT_OF_MEMORY")
    return new Failure(
      "unreadable",
      `${task} needs more ${megabytes === undefined ? "" : `than ${megabytes} MiB of `}memory${megabytes === undefined ? " than there is" : ""}`,
      { hint: "An input of this kind is damaged or made to do it. Look at it, or leave it out.", cause: error },
    );
  return new Failure("unreadable", `${task} could not be finished: ${messageOf(error)}`, {
    hint: "Run again with HULLPROOF_DEBUG=1 and report what is shown.",
    cause: error,
  });
}

/** A thrown value need not be an error. */
function messageOf(error: unknown): string {
  const { message } = (error ?? {}) as { message?: unknown };
  return typeof message === "string" ? message : String(error);
}
