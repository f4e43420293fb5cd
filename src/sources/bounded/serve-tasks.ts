import { isMainThread, parentPort } from "node:worker_threads";
import { type FromThread, fromWire, toWire, type ToThread } from "./thread-messages.ts";

export interface TaskContext {
  readonly signal: AbortSignal;
  /** All code is loaded: the time limit of the task starts here. */
  readonly begin: () => void;
  /** Sends a message to the caller while the task runs. */
  readonly tell: (note: unknown) => void;
  readonly ask: (question: unknown) => Promise<unknown>;
}

const beatMs = 500;

/** The thread's side of `stoppableThread`: runs one task after the other until it is closed. `close` runs before the thread ends. */
export function serveTasks(
  perform: (task: unknown, context: TaskContext) => unknown,
  close: () => Promise<void> = async () => {},
): void {
  if (isMainThread || parentPort === null) throw new Error("tasks are served in a thread");
  const port = parentPort;
  const say = (message: FromThread) => port.postMessage(message);
  const stop = new AbortController();
  const open = new Map<number, PromiseWithResolvers<unknown>>();
  const ask = (question: unknown): Promise<unknown> => {
    const answer = Promise.withResolvers<unknown>();
    say({ kind: "question", id: open.size, question });
    open.set(open.size, answer);
    return answer.promise;
  };
  const beat = setInterval(() => say({ kind: "turned" }), beatMs);
  const answer = async (task: unknown): Promise<void> => {
    try {
      const begin = () => say({ kind: "begun" });
      const tell = (note: unknown) => say({ kind: "note", note });
      say({ kind: "answer", value: await perform(task, { signal: stop.signal, begin, tell, ask }) });
    } catch (error) {
      say({ kind: "trouble", trouble: toWire(error) });
    }
  };
  port.on("message", (message: ToThread) => {
    if (message.kind === "task") void answer(message.task);
    else if (message.kind === "reply") {
      const { to, value, trouble } = message;
      if (trouble === undefined) open.get(to)?.resolve(value);
      else open.get(to)?.reject(fromWire(trouble));
    } else if (message.kind === "stop") stop.abort(fromWire(message.why));
    else void close().finally(() => (clearInterval(beat), port.close()));
  });
}
