import type { Writer } from "../commands/writer.ts";
import { Failure } from "../domain/failure.ts";

/** A terminal and a launcher may both forward one Ctrl-C. */
const echoMs = 400;

/** Calls `first` on the first termination signal, and `second` on each later one. `createdByRun`: engine objects that each run has created so far. */
export function onSignals(
  stderr: Pick<Writer, "write">,
  createdByRun: ReadonlyMap<string, readonly string[]>,
  react: { first(why: Failure): void; second(why: Failure): void },
): void {
  let since: number | undefined;
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(name, () => {
      const interruption = new Failure("interrupted", `interrupted by ${name}`, {
        hint: "Everything that this run created was removed. Start it again when you like.",
      });
      if (since === undefined) {
        since = performance.now();
        const removing = [...createdByRun.values()].some((names) => names.length > 0)
          ? " and removing what was made"
          : "";
        stderr.write(`\n${name}: stopping${removing} ...\n`);
        react.first(interruption);
      } else if (performance.now() - since > echoMs) react.second(interruption);
    });
  }
}
