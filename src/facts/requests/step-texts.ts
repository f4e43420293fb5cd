import type { Step } from "../../domain/workload/step.ts";
import { withTexts } from "../../steps/with-texts.ts";

/** All texts that a step sends, runs or expects. */
export function textsOfStep(step: Step): string[] {
  const texts: string[] = [];
  withTexts(step, (text) => {
    texts.push(text);
    return text;
  });
  return texts;
}

/** The step with each of them changed. */
export function changeTexts(step: Step, change: (text: string) => string): Step {
  return withTexts(step, change);
}
