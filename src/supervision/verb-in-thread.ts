import type { ThreadNote } from "../commands/open-apart.ts";
import { formatError } from "../commands/format-error.ts";
import type { VerbRunner } from "../domain/verb-runner.ts";
import { stoppableThread } from "../sources/bounded/thread.ts";
import { endOwnPrograms } from "../sources/leftovers/end-programs.ts";
import type { VerbTask } from "./in-thread.ts";

/** Time without a sign of life of the thread. */
const stallMs = 60_000;

/** Maximum characters of a result: a longer one is useless. */
const mostKept = 64 * 1024 * 1024;

const silent = { stdout: { live: false, colour: false, columns: 100 }, stderr: { live: false, columns: 100 } };

/**
 * Each call gets its own thread, so that it leaves nothing for the next; `onCreated` receives the engine objects that
 * would be left behind if the process ended now.
 */
export function verbsInThreads(entry: URL, onCreated: (run: string, names: readonly string[]) => void): VerbRunner {
  return async (args, { cwd, signal, progress }) => {
    await using thread = stoppableThread({ entry });
    const task: VerbTask = { kind: "verb", args, cwd, outputs: silent, terminal: false };
    let [stdout, stderr] = ["", ""];
    try {
      const code = await thread.ask<number>(`hullproof ${args[0] ?? ""}`, task, {
        stallMs,
        signal,
        heard(note) {
          const { written, made: created } = note as ThreadNote;
          if (created !== undefined) onCreated(created.run, created.names);
          if (written?.to === "stdout" && stdout.length < mostKept) stdout += written.text;
          if (written?.to === "stderr" && stderr.length < mostKept) {
            stderr += written.text;
            progress?.(written.text.trim());
          }
          return created !== undefined;
        },
      });
      return { code, stdout, stderr };
    } catch (error) {
      endOwnPrograms();
      return { code: 2, stdout: "", stderr: `${stderr}${formatError(error, {})}\n` };
    }
  };
}
