import { Failure } from "../domain/failure.ts";

/** Counts the work steps of an untrusted text, and fails at the limit. */
export interface WorkLimit {
  /** Throws the Failure `too-complex` once all steps together exceed the limit. */
  spend(steps: number): void;
}

/**
 * Steps are a measure that is the same on every machine, unlike seconds; a million of them take about ten milliseconds. `subject` names
 * the text for the message: ".gitignore".
 */
export function workLimit(subject: string, maxSteps = 30_000_000): WorkLimit {
  let remainingSteps = maxSteps;
  return {
    spend(steps) {
      remainingSteps -= steps;
      if (remainingSteps >= 0) return;
      throw new Failure("too-complex", `${subject} asks for more work than ${maxSteps.toLocaleString("en")} steps`, {
        hint: "It has too many or too long patterns for the paths they are compared with. Write fewer and shorter ones.",
      });
    },
  };
}
