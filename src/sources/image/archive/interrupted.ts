import { Failure } from "../../../domain/failure.ts";

/** Throws `Failure` (`interrupted`) once the signal is aborted. `origin` is the input's name. */
export function stopWhenAborted(signal: AbortSignal | undefined, origin: string): void {
  if (signal?.aborted !== true) return;
  throw new Failure("interrupted", `Reading ${origin} was interrupted.`, { hint: "Run it again." });
}
