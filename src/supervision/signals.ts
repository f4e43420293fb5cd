import type { Writer } from "../commands/writer.ts";
import { Failure } from "../domain/failure.ts";

/** A terminal and a launcher in between may both pass on one Ctrl-C. */
const echoMs = 400;

/** Calls `first` at the first signal that asks this process to end, and `second` at each later one. `made`: what each run on an engine has made by then. */
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
