import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stoppableThread } from "../../src/sources/bounded/thread.ts";

export interface CasesApart extends AsyncDisposable {
  /** What the entry makes of it. Rejects when it takes too long, or takes the thread with it; the case is kept then, and named. */
  run(bytes: Uint8Array): Promise<unknown>;
}

export interface CasesOptions {
  /** Of the folder in which cases are kept, below `.failing-cases`. */
  readonly name: string;
  /** A module that calls `serveTasks`; its tasks are bytes. */
  readonly entry: URL;
  /** Of one case. Generous: the machine does other things as well. */
  readonly milliseconds?: number;
  readonly memoryMegabytes?: number;
}

const keptIn = join(import.meta.dirname, "../../.failing-cases");

/** Cases of a mutation or fuzz test, in a thread that can be ended in the middle of any loop. */
export function casesApart({ name, entry, milliseconds = 15_000, memoryMegabytes = 1024 }: CasesOptions): CasesApart {
  const thread = stoppableThread({ entry, memoryMegabytes });
  return {
    async run(bytes) {
      try {
        return await thread.ask(name, bytes, { milliseconds, stallMs: Infinity });
      } catch (error) {
        const file = join(keptIn, name, createHash("sha256").update(bytes).digest("hex").slice(0, 16));
        mkdirSync(join(keptIn, name), { recursive: true });
        writeFileSync(file, bytes);
        throw new Error(`${(error as Error).message}; the case is kept in ${file}`, { cause: error });
      }
    },
    [Symbol.asyncDispose]: () => thread[Symbol.asyncDispose](),
  };
}
