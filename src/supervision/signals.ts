import type { Writer } from "../commands/writer.ts";
import { Failure } from "../domain/failure.ts";

/** A terminal and a launcher in between may both pass on one Ctrl-C. */
const echoMs = 400;

/** Calls `first` at the first signal that asks this process to end, and `second` at each later one. */
export function onSignals(
  stderr: Pick<Writer, "write">,
  react: { first(why: Failure): void; second(why: Failure): void },
): void {
  let since: number | undefined;
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(name, () => {
      const why = new Failure("interrupted", `interrupted by ${name}`, {
        hint: "Everything that this run created was removed. Start it again when you like.",
      });
      if (since === undefined) {
        since = performance.now();
        stderr.write(`\n${name}: stopping and removing what was made ...\n`);
        react.first(why);
      } else if (performance.now() - since > echoMs) react.second(why);
    });
  }
}
