import { fork } from "node:child_process";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";

export interface Pattern {
  readonly source: string;
  readonly flags: string;
  readonly at: string;
}

/** What recheck says of a pattern; `unknown` where it came to no answer. */
export interface Checked extends Pattern {
  readonly status: "safe" | "vulnerable" | "unknown";
  readonly why: string;
  /** A text that takes long. */
  readonly attack: string;
  readonly ms: number;
}

/** Without a repetition of its own length, the work at each place of the text is bounded by the pattern. */
export function repeats({ source }: Pick<Pattern, "source">): boolean {
  return /[*+{]/.test(source);
}

/** Asks recheck about each pattern, on all cores; a process that ends before its answer is an error. */
export async function checkAll(patterns: readonly Pattern[], processes = availableParallelism()): Promise<Checked[]> {
  const checked: Checked[] = [];
  const waiting = [...patterns.entries()];
  const worker = fileURLToPath(new URL("check.mjs", import.meta.url));
  await Promise.all(
    Array.from({ length: Math.min(processes, patterns.length) }, async () => {
      const child = fork(worker, { stdio: ["ignore", "ignore", "inherit", "ipc"] });
      try {
        for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
          const [id, pattern] = next;
          const answer = await new Promise<Checked>((resolve, reject) => {
            child.once("message", (message: Omit<Checked, keyof Pattern>) => {
              child.removeAllListeners("exit");
              resolve({ ...pattern, ...message });
            });
            child.once("exit", () => reject(new Error(`recheck ended at /${pattern.source}/ of ${pattern.at}`)));
            child.send({ id, ...pattern });
          });
          checked.push(answer);
        }
      } finally {
        child.removeAllListeners("exit");
        child.kill();
      }
    }),
  );
  return checked;
}
