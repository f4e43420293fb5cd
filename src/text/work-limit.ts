import { Failure } from "../domain/failure.ts";

/** Counts the steps of work that a foreign text asks for, and ends it where it asks for too much. */
export interface WorkLimit {
  /** Throws the Failure `too-complex` once all steps together exceed the limit. */
  spend(steps: number): void;
}

/**
 * Steps are a measure that is the same on every machine, unlike seconds; a million of them take about ten milliseconds. `what` names
 * the text for the message: ".gitignore".
 */
export function workLimit(what: string, most = 30_000_000): WorkLimit {
  let left = most;
  return {
    spend(steps) {
      left -= steps;
      if (left >= 0) return;
      throw new Failure("too-complex", `${what} asks for more work than ${most.toLocaleString("en")} steps`, {
        hint: "It has too many or too long patterns for the paths they are compared with. Write fewer and shorter ones.",
      });
    },
  };
}
