import { setImmediate } from "node:timers/promises";
import type { Context } from "../context.ts";

/** Seconds between two looks at what else goes on: Ctrl-C is heard, and progress is drawn. */
const breathSeconds = 0.05;

/** Lets other work in between two files. */
export function breather({ signal }: Context): () => Promise<void> {
  let last = process.uptime();
  return async () => {
    if (process.uptime() - last < breathSeconds) return;
    await setImmediate();
    signal?.throwIfAborted();
    last = process.uptime();
  };
}
