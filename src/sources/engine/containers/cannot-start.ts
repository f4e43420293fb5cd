import { Failure } from "../../../domain/failure.ts";
import { refusedStatus } from "../client/http.ts";

/** A refused start with the engine's message, and a hint. */
export function cannotStart(error: unknown, image: string): unknown {
  const cause = error instanceof Failure ? error.cause : undefined;
  if (refusedStatus(error) === undefined || typeof cause !== "object" || cause === null || !("message" in cause))
    return error;
  const words = String(cause.message);
  const limited = refusedLimit(words);
  const isCommandMissing = /executable file not found|no such file or directory|permission denied/i.test(words);
  return new Failure("engine-refused", `The container of ${image} does not start: ${words}`, {
    hint:
      limited !== undefined
        ? limited
        : isCommandMissing
          ? "Check that the ENTRYPOINT and CMD of the image name a program that is in it and that its user may execute."
          : "The words after the colon are the engine's own: correct what they name and run again.",
    cause,
  });
}

/** Hint for a runtime that may not raise a limit. */
export function refusedLimit(words: string): string | undefined {
  const limited = /setrlimit `?RLIMIT_([A-Z]{2,10})/u.exec(words)?.[1]?.toLowerCase();
  if (limited === undefined) return undefined;
  return `The engine gives its containers a higher limit of ${limited} than it may have itself. Set one in containers.conf (default_ulimits = ["${limited}=1024:4096"]), or raise that of the engine's own process.`;
}
