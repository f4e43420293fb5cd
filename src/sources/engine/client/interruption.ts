import { Failure } from "../../../domain/failure.ts";

/** Why the signal was aborted, as a Failure. Ctrl-C has no better words than these; a dead engine brings its own. */
export function interruption(signal: AbortSignal | undefined): Failure {
  const reason: unknown = signal?.reason;
  if (reason instanceof Failure) return reason;
  return new Failure("interrupted", "Interrupted before the end.", {
    hint: "Run again; everything it had created has been removed.",
    cause: reason,
  });
}
