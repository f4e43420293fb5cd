import { availableParallelism } from "node:os";
import { dirname } from "node:path";
import { Worker } from "node:worker_threads";
import { Failure, type FailureCode } from "../../domain/failure.ts";
import type { Checked } from "./checked.ts";
import type { Context } from "../context.ts";
import { unpack, type Packed } from "./packed.ts";
import { configFor } from "./settings.ts";
import type { Found } from "./targets.ts";

/** What a thread is given; it opens its own configuration, engine and ShellCheck. */
export interface Share extends Pick<Context, "cwd" | "today" | "version" | "configFile"> {
  readonly found: readonly Found[];
  readonly bases: boolean;
  readonly shellcheck: boolean;
}

export type Message =
  | { readonly checked: readonly Packed[] }
  | { readonly failure: { readonly code: FailureCode; readonly message: string; readonly hint: string } };

/** All texts in order, shared out over the cores of the machine. */
export async function checkMany(found: readonly Found[], context: Context): Promise<Checked[]> {
  const threads = availableParallelism();
  const size = Math.ceil(found.length / threads);
  const shares = Array.from({ length: threads }, (_, index) => found.slice(index * size, (index + 1) * size));
  const stop = new AbortController();
  const signal = context.signal === undefined ? stop.signal : AbortSignal.any([stop.signal, context.signal]);
  let done = 0;
  const count = (more: number) => {
    done += more;
    context.progress({ stage: "check", message: `${done} of ${found.length}` });
  };
  try {
    const parts = await Promise.all(shares.map((share) => inThread(share, context, signal, count)));
    return parts.flat();
  } finally {
    // One that failed ends the others.
    stop.abort();
  }
}

async function inThread(
  found: readonly Found[],
  context: Context,
  signal: AbortSignal,
  count: (more: number) => void,
): Promise<Checked[]> {
  const { cwd, today, version, configFile } = context;
  const share: Share = {
    found,
    cwd,
    today,
    version,
    bases: context.baseImages !== undefined,
    shellcheck: context.shellcheck !== undefined,
    ...(configFile !== undefined && { configFile }),
  };
  const suffix = import.meta.url.endsWith(".ts") ? "ts" : "js";
  const worker = new Worker(new URL(`./check-thread.${suffix}`, import.meta.url), { workerData: share });
  const { promise, resolve, reject } = Promise.withResolvers<Packed[]>();
  const packed: Packed[] = [];
  worker.on("message", (message: Message) => {
    if ("failure" in message) {
      const { code, message: text, hint } = message.failure;
      reject(new Failure(code, text, { hint }));
      return;
    }
    packed.push(...message.checked);
    count(message.checked.length);
  });
  worker.on("error", reject);
  worker.on("exit", () => resolve(packed));
  const end = () => {
    reject(signal.reason as Error);
    void worker.terminate();
  };
  signal.addEventListener("abort", end, { once: true });
  try {
    const all = await promise;
    const checked: Checked[] = [];
    for (const one of all) checked.push(unpack(one, await configFor(dirname(one.target.id), context)));
    return checked;
  } finally {
    signal.removeEventListener("abort", end);
    await worker.terminate();
  }
}
