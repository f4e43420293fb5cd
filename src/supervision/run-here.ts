import { text as readAll } from "node:stream/consumers";
import { run } from "@stricli/core";
import { asksForAll, buildApp } from "../commands/app.ts";
import type { CliContext } from "../commands/cli-context.ts";
import { readKey } from "../commands/read-key.ts";
import { askingConsent } from "../commands/workload-flags.ts";
import { stoppableThread } from "../sources/bounded/thread.ts";
import { startedIn } from "./host.ts";
import { onSignals } from "./signals.ts";
import { openTerminals } from "./terminals.ts";
import { version } from "../pipeline/host/version.ts";

/** Memory limit for judging one text; a text has 4 MiB at most. */
const memoryMegabytes = 768;

/** Runs a verb in this thread. */
export async function runHere(entry: URL, args: readonly string[]): Promise<void> {
  const { outputs, stdout, stderr, end } = openTerminals(args);
  const stop = new AbortController();
  const createdByRun = new Map<string, readonly string[]>();
  onSignals(stderr, createdByRun, {
    first: (why) => stop.abort(why),
    second(reason) {
      const notRemoved = [...createdByRun.values()].flat();
      const still = notRemoved.length === 0 ? "" : `  Left, the next run removes it: ${notRemoved.join(", ")}.\n`;
      stderr.write(`hullproof: ${reason.message} again\n${still}`);
      void stderr.flush().then(() => process.exit(2));
    },
  });
  const context: CliContext = {
    process: {
      stdout,
      stderr,
      get exitCode() {
        return process.exitCode ?? null;
      },
      set exitCode(code) {
        process.exitCode = code;
      },
    },
    cwd: startedIn(process),
    version,
    now: () => new Date().toISOString(),
    signal: stop.signal,
    ...outputs,
    env: process.env,
    openThread: (data) => stoppableThread({ entry, data, memoryMegabytes }),
    made: (id, names) => void createdByRun.set(id, names),
    async runVerb(verb, options) {
      const { verbsInThreads } = await import("./verb-in-thread.ts");
      return verbsInThreads(entry, (id, names) => void createdByRun.set(id, names))(verb, options);
    },
    readStdin: () => readAll(process.stdin),
    openInput: () => process.stdin,
    // Inspects stdin only if the user could be asked, because Node creates a stream for it.
    ...((outputs.stdout.live || outputs.stderr.live) &&
      process.stdin.isTTY && { readKey: () => readKey(process.stdin, stop.signal) }),
  };
  await run(buildApp(version, asksForAll(args)), askingConsent(args), context);
  if (stop.signal.aborted) {
    const { endOwnPrograms } = await import("../sources/leftovers/end-programs.ts");
    endOwnPrograms();
  }
  await end();
}
