import { Failure } from "../../domain/failure.ts";
import { withinTime } from "./time-limit.ts";

/** Milliseconds; any match takes far less. */
const patternMs = 1_000;

/**
 * A short pattern without repetition and alternatives takes at most as many steps as it has characters from each
 * start in the text, so it needs no time limit, which costs a thread and more than the match itself. Deliberately
 * crude: escaped and bracketed signs count, too.
 */
function isQuick(pattern: string): boolean {
  return pattern.length <= 200 && !/[*+?{|]|\\[1-9k]/.test(pattern);
}

/** Matches a regular expression of a user or a repository. Throws `Failure` (`timed-out`). */
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
