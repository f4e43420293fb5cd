import { Failure } from "../domain/failure.ts";

/** UTF-16 units of one text with its variables put in: as many as the largest Dockerfile has. Variables that double reach it after twenty lines. */
const maxExpanded = 1_048_576;
/** Of all values of one file together. */
const maxTogether = 16 * maxExpanded;
const maxShown = 60;

/** Throws `Failure` (`too-complex`) where `text` with its variables put in is longer than any that is read. */
export function checkExpanded(length: number, text: string): void {
  if (length <= maxExpanded) return;
  const excerpt = text.length > maxShown ? `${text.slice(0, maxShown)}...` : text;
  throw tooLong(`\`${excerpt}\` expands to more than ${maxExpanded.toLocaleString("en")} characters`);
}

/** Counts what the values of one file have together. The function throws `Failure` (`too-complex`). */
export function expansionBudget(subject: string): (length: number) => void {
  let remainingLength = maxTogether;
  return (length) => {
    remainingLength -= length;
    if (remainingLength < 0)
      throw tooLong(`${subject} expand to more than ${maxTogether.toLocaleString("en")} characters together`);
  };
}

function tooLong(problem: string): Failure {
  return new Failure("too-complex", problem, {
    hint: "Variables that name each other twice double their length with each line. Write the values out, or shorter.",
  });
}
