import { Failure } from "../../domain/failure.ts";
import { withinTime } from "./time-limit.ts";

/** Milliseconds; what matches at all does so at once. */
const patternMs = 1_000;

/**
 * A short pattern without repetition and alternative ends, from each place of the text, after no more steps than it has characters: it needs no limit of time,
 * which costs a thread and more than a short answer's whole match. Crude on purpose: an escaped or bracketed sign counts, too.
 */
function isQuick(pattern: string): boolean {
  return pattern.length <= 200 && !/[*+?{|]|\\[1-9k]/.test(pattern);
}

/** Work with a regular expression that a user, or a repository, gave. Throws `Failure` (`timed-out`). */
export function withPattern<T>(pattern: string, work: () => T): T {
  if (isQuick(pattern)) return work();
  try {
    return withinTime(patternMs, "the pattern", work);
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== "timed-out") throw error;
    const shortPattern = pattern.length > 80 ? `${pattern.slice(0, 77)}...` : pattern;
    throw new Failure(
      "timed-out",
      `the pattern ${shortPattern} took too long: no answer within ${patternMs / 1000} s`,
      {
        hint: "Nested repetitions such as (a+)+ try every way to split a text. Write the pattern without them.",
        cause: error,
      },
    );
  }
}
