import { type ChildProcess, fork } from "node:child_process";
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

/** Beyond recheck's own timeout, which a pattern that keeps its thread busy never reaches. */
const limitMs = 330_000;
const worker = fileURLToPath(new URL("check.mjs", import.meta.url));

/** Asks recheck about each pattern, on all cores. One that takes beyond `limit` milliseconds is `unknown`; a process that ends before its answer is an error. */
export async function checkAll(
  patterns: readonly Pattern[],
  { processes = availableParallelism(), limit = limitMs } = {},
): Promise<Checked[]> {
  const checked: Checked[] = [];
  const waiting = [...patterns.entries()];
  await Promise.all(
    Array.from({ length: Math.min(processes, patterns.length) }, async () => {
      let child = started();
      try {
        for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
          const [id, pattern] = next;
          const answer = await answerOf(child, id, pattern, limit);
          checked.push({ ...pattern, ...(answer ?? undecided(limit)) });
          if (answer === undefined) {
            child.kill("SIGKILL");
            child = started();
          }
        }
      } finally {
        child.kill();
      }
    }),
  );
  return checked;
}

const started = (): ChildProcess => fork(worker, { stdio: ["ignore", "ignore", "inherit", "ipc"] });

type Answer = Omit<Checked, keyof Pattern>;

const undecided = (ms: number): Answer => ({ status: "unknown", why: `undecided after ${ms} ms`, attack: "", ms });

/** Undefined where none came within `limit` milliseconds. */
function answerOf(child: ChildProcess, id: number, pattern: Pattern, limit: number): Promise<Answer | undefined> {
  return new Promise((resolve, reject) => {
    const settled = (): void => {
      clearTimeout(timer);
      child.removeAllListeners();
    };
    const timer = setTimeout(() => {
      settled();
      resolve(undefined);
    }, limit);
    child.once("message", (answer: Answer) => {
      settled();
      resolve(answer);
    });
    child.once("exit", () => {
      settled();
      reject(new Error(`recheck ended at /${pattern.source}/ of ${pattern.at}`));
    });
    child.send({ id, ...pattern });
  });
}
