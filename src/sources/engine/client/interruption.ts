import { Failure } from "../../../domain/failure.ts";

/** The abort reason of the signal as a Failure. Ctrl-C has a default message; a dead engine provides its own. */
export function interruption(signal: AbortSignal | undefined): Failure {
  const reason: unknown = signal?.reason;
  if (reason instanceof Failure) return reason;
  return new Failure("interrupted", "Interrupted before the end.", {
    hint: "Run again; everything it had created has been removed.",
    cause: reason,
  });
}
