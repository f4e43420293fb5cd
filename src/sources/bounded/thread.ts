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
  /** Of JavaScript objects, in MiB; buffers come on top. */
  readonly memoryMegabytes?: number;
}

/** Loading the code of a task may take so long on a machine that is busy. */
const startMs = 60_000;
/**
 * After the request to stop: without news, in all, and without a turn of its loop. With `terminateMs`, and what its caller takes for the rest, five seconds
 * pass at most where nothing gets on.
 */
const grace = { newsMs: 2_800, allMs: 10_000, turnMs: 2_000 };
/** For what is done before the thread ends. */
const closeMs = 4_500;
/** A thread that waits for the system, say for a device, can't be ended. */
const terminateMs = 500;
const tickMs = 100;
/** A thread that computes has had at least this share of the time; one that does nothing at all ends after so many times its limit. */
const [ownShare, mostStalls] = [0.5, 5];

export function stoppableThread({ entry, data, memoryMegabytes }: ThreadOptions): StoppableThread {
  let worker: Worker | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let stuck = false;
  let busy = false;

  function start(): Worker {
    const newWorker = new Worker(entry, {
      // What compiled code may be read there depends on the words of the call (bin/code-folder.js).
      argv: [...new Set([threadWord, ...process.argv.slice(2)])],
      workerData: data,
      // What Node itself prints in a thread, warnings of libraries with foreign text in them, would reach the terminal as it is.
      stdout: true,
      stderr: true,
      ...(memoryMegabytes !== undefined && { resourceLimits: { maxOldGenerationSizeMb: memoryMegabytes } }),
    });
    for (const stream of [newWorker.stdout, newWorker.stderr])
      stream.on("data", (chunk) => process.emit("warning", new Error(String(chunk).trim())));
    newWorker.unref();
    newWorker.on("exit", () => {
      if (worker === newWorker) worker = undefined;
    });
    // Something that a task left running breaks after its answer; without a listener it would end the process.
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
          // Later than it should: on a machine that is busy nothing of it is stuck by the time that anyone asks.
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
    // What lay unread while this thread got no turn is heard first: timers come before messages, and messages before this. What holds it up after them
    // is not counted.
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

/** Milliseconds of CPU that this process has used: beside a thread that computes, the others use next to none. */
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

/** What was thrown may be no error at all. */
function messageOf(error: unknown): string {
  const { message } = (error ?? {}) as { message?: unknown };
  return typeof message === "string" ? message : String(error);
}
