// Tasks that misbehave in a thread, each in its way.
import { spawnSync } from "node:child_process";
import { Failure } from "../../src/domain/failure.ts";
import { serveTasks, type TaskContext } from "../../src/sources/bounded/serve-tasks.ts";

const acts: Readonly<Record<string, (context: TaskContext, value: unknown) => unknown>> = {
  echo: (_, value) => value,
  fail: () => {
    throw new Failure("bad-image", "it failed", { hint: "a hint" });
  },
  throw: () => {
    throw new RangeError("odd");
  },
  unclonable: () => () => 1,
  loop: () => {
    for (;;);
  },
  /** For so many milliseconds the loop does not turn, and nothing is computed. */
  wait: (_, value) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, value as number),
  /** For so many milliseconds the thread can't be ended: it waits for a program. */
  held: (_, value) => spawnSync("sleep", [String((value as number) / 1000)]).status,
  /** Computes for so many milliseconds, and its loop turns all the while. */
  busy: async (_, value) => {
    for (const end = performance.now() + (value as number); performance.now() < end;)
      await new Promise((resolve) => setImmediate(resolve));
    return "done";
  },
  promises: () => {
    const turn = (): Promise<unknown> => Promise.resolve().then(turn);
    return turn();
  },
  await: () => new Promise(() => {}),
  deaf: ({ signal }) => new Promise(() => signal.addEventListener("abort", () => {})),
  memory: () => {
    const kept: number[][] = [];
    for (;;) kept.push(Array.from({ length: 10_000 }, (_, at) => at + kept.length));
  },
  exit: () => process.exit(0),
};

serveTasks((task, context) => {
  const { kind, value } = task as { readonly kind: string; readonly value?: unknown };
  context.begin();
  context.tell("begun");
  return acts[kind]?.(context, value);
});
