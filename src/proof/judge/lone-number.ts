import type { Trial } from "../../domain/workload/trial.ts";
import { isOfLog } from "./complaints.ts";
import { answersOtherwise } from "./judge.ts";

/** How `body-json.ts` and `body-template.ts` format actual and expected values. */
const forms = [
  { before: " is ", between: ", not " },
  { before: "expected ", between: ", got " },
  { before: " has ", between: " elements, not " },
] as const;

/**
 * A response that differs only in a number on which two trials of the original agree: a load, a rate, a count or the length of a list, which
 * may be equal by chance.
 */
export function isOfNumber(problem: string): boolean {
  const at = problem.indexOf(answersOtherwise);
  if (at === -1) return false;
  const text = problem.slice(at + answersOtherwise.length);
  return forms.some(({ before, between }) => {
    const [start, middle] = [text.indexOf(before), text.lastIndexOf(between)];
    if (start === -1 || middle < start) return false;
    const [a, b] = [text.slice(start + before.length, middle), text.slice(middle + between.length)];
    return /\d/u.test(a) && withoutNumbers(a) === withoutNumbers(b);
  });
}

/** Only a number or the log differs: two of three such breaks can be chance. */
export function isWeak({ lives, problems }: Trial): boolean {
  return (
    lives.length > 0 && problems.length > 0 && problems.every((problem) => isOfLog(problem) || isOfNumber(problem))
  );
}

/** Only responses or the log differ, which may vary in the original, too. */
export function isOfAnswers({ lives, problems }: Trial): boolean {
  return lives.length > 0 && problems.every((problem) => isOfLog(problem) || problem.includes(answersOtherwise));
}

function withoutNumbers(text: string): string {
  return text.replaceAll(/-?\d[\d.]*/gu, "#");
}
