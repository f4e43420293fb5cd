import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { caseOf } from "./mutate.ts";
import { randomOf } from "./random.ts";
import type { FuzzTarget } from "./target.ts";
import type { FuzzNote, FuzzOrder } from "./worker.ts";

/** A case that went wrong. `caseOf(target, randomOf(seed, at))` is its input, and `input` holds it. */
export interface Found {
  readonly target: string;
  readonly seed: number;
  readonly at: number;
  readonly why: string;
  readonly input: Buffer;
}

export interface FuzzOptions {
  readonly seed: number;
  /** How long new cases are begun. */
  readonly forMs: number;
  /** A case that takes longer is a hang. */
  readonly caseMs: number;
  /** Give up on a target after so many. */
  readonly most?: number;
}

/** Runs a target's file until its time is over. Resolves with what went wrong and how many cases there were. */
export async function fuzzTarget(
  file: URL,
  options: FuzzOptions,
): Promise<{ cases: number; refused: number; found: Found[] }> {
  const { default: target } = (await import(file.href)) as { default: FuzzTarget };
  const { seed, forMs, caseMs, most = 5 } = options;
  const found: Found[] = [];
  const note = (at: number, why: string): void => {
    found.push({ target: target.name, seed, at, why, input: caseOf(target, randomOf(seed, at)) });
  };
  const scratch = mkdtempSync(join(tmpdir(), "hullproof-fuzz-"));
  let [next, refused, leftMs] = [0, 0, forMs];
  while (leftMs > 0 && found.length < most) {
    const begin = Date.now();
    const progress = new Float64Array(new SharedArrayBuffer(16)).fill(-1);
    const order: FuzzOrder = { file: file.href, seed, from: next, forMs: leftMs, scratch, progress };
    const worker = new Worker(new URL("worker.ts", import.meta.url), {
      workerData: order,
      resourceLimits: { maxOldGenerationSizeMb: 1024 },
    });
    const ended = await new Promise<number>((resolve) => {
      const watch = setInterval(() => {
        const [at = -1, since = 0] = progress;
        if (at < 0 || Date.now() - since < caseMs) return;
        note(at, `no end within ${caseMs} ms`);
        finish(at + 1);
      }, 100);
      const finish = (from: number): void => {
        clearInterval(watch);
        void worker.terminate().then(() => resolve(from));
      };
      worker.on("message", (message: FuzzNote) => {
        if (message.kind === "end") {
          refused += message.refused;
          return finish(message.next);
        }
        note(message.at, message.why);
        if (found.length >= most) finish(message.at + 1);
      });
      worker.on("error", (error) => {
        const at = progress[0] ?? -1;
        note(at, error.stack ?? error.message);
        finish(Math.max(at, next) + 1);
      });
    });
    next = ended;
    leftMs -= Date.now() - begin;
  }
  rmSync(scratch, { recursive: true, force: true });
  return { cases: next, refused, found: found.slice(0, most) };
}
