// Runs cases of one target in a thread of its own: a case that never comes back is ended from outside.
import { parentPort, workerData } from "node:worker_threads";
import { Failure } from "../../src/domain/failure.ts";
import { caseOf } from "./mutate.ts";
import { randomOf } from "./random.ts";
import type { FuzzTarget } from "./target.ts";

export interface FuzzOrder {
  readonly file: string;
  readonly seed: number;
  readonly from: number;
  /** From when the target is loaded, so that a busy machine has its cases too. */
  readonly forMs: number;
  readonly scratch: string;
  /** [case under way, milliseconds since 1970 of its start] */
  readonly progress: Float64Array<SharedArrayBuffer>;
}

export type FuzzNote =
  | { readonly kind: "crash"; readonly at: number; readonly why: string }
  | { readonly kind: "end"; readonly next: number; readonly refused: number };

const { file, seed, from, forMs, scratch, progress } = workerData as FuzzOrder;
const { default: target } = (await import(file)) as { default: FuzzTarget };
const untilMs = Date.now() + forMs;
let refused = 0;
let at = from;
for (; Date.now() < untilMs; at++) {
  const input = caseOf(target, randomOf(seed, at));
  progress[0] = at;
  progress[1] = Date.now();
  try {
    await target.run(input, scratch);
  } catch (error) {
    if (error instanceof Failure) refused++;
    else {
      const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
      parentPort?.postMessage({ kind: "crash", at, why: why.slice(0, 2_000) } satisfies FuzzNote);
    }
  }
}
progress[0] = -1;
parentPort?.postMessage({ kind: "end", next: at, refused } satisfies FuzzNote);
