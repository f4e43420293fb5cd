import type { ThreadNote } from "../commands/open-apart.ts";
import { tell } from "../commands/tell.ts";
import type { VerbRunner } from "../domain/verb-runner.ts";
import { stoppableThread } from "../sources/bounded/thread.ts";
import { endOwnPrograms } from "../sources/leftovers/end-programs.ts";
import type { VerbTask } from "./in-thread.ts";

/** Without a sign of life of the thread. */
const stallMs = 60_000;

/** Characters of a result that are kept: more is no answer for anyone. */
const mostKept = 64 * 1024 * 1024;

const silent = { stdout: { live: false, colour: false, columns: 100 }, stderr: { live: false, columns: 100 } };

/** Each call gets a thread, so that nothing of one is left for the next; `made` hears what would be left of a run if the process ended now. */
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
      return { code: 2, stdout: "", stderr: `${stderr}${tell(error, {})}\n` };
    }
  };
}
