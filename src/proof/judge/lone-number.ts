import type { Trial } from "../../domain/workload/trial.ts";
import { isOfLog } from "./complaints.ts";
import { answersOtherwise } from "./judge.ts";

/** How `body-json.ts` and `body-template.ts` put what came and what was expected. */
const forms = [
  { before: " is ", between: ", not " },
  { before: "expected ", between: ", got " },
] as const;

/**
 * An answer that has another number where two runs of the original agree, and nothing else: a load, a rate or a count, on which they may agree by chance.
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

/** All that it did otherwise is a number, or what it says in its log: two of three such breaks can be chance. */
export function isWeak({ lives, problems }: Trial): boolean {
  return lives.length > 0 && problems.length > 0 && problems.every((one) => isOfLog(one) || isOfNumber(one));
}

function withoutNumbers(text: string): string {
  return text.replaceAll(/-?\d[\d.]*/gu, "#");
}
