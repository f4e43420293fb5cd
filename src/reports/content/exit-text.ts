import type { HardenExit } from "../../domain/report/harden-exit.ts";
import { tally, tallyText } from "./practice-sections.ts";
import { placeText } from "./place.ts";

/** Maximum number of findings that are listed. */
const maxFindings = 3;

/** Why `harden` exits with 1, and how to fix it; undefined if it exits with 0. */
export function exitText({ code, proven, left, failOn }: HardenExit): string | undefined {
  if (code === 0) return undefined;
  if (left.length === 0) return "Exit code 1: it is not proven";
  const examples = left.slice(0, maxFindings).map(({ rule, location }) => `${rule} at ${placeText(location)}`);
  const remainder = left.length > maxFindings ? [`${left.length - maxFindings} more`] : [];
  const findingText = `${tallyText(tally(left))} left in the result: ${[...examples, ...remainder].join(", ")}`;
  const reason = proven ? findingText : `it is not proven, and ${findingText}`;
  return `Exit code 1: ${reason}. Fix or accept what is left, or choose --fail-on (now ${failOn})`;
}
