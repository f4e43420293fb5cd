import { firstRound, repeatedSteps } from "../../steps/is-load.ts";

/** Twice, but for what a client does once: a login before, a logout behind, and set-up. */
export function twiceInOrder<One extends { readonly weight: number }>(steps: readonly One[]): readonly One[] {
  const first = firstRound(steps);
  return [...first, ...repeatedSteps(steps), ...steps.slice(first.length)];
}
