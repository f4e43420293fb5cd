import type { HardenExit } from "../../domain/report/harden-exit.ts";
import { tally, tallyText } from "./chapters.ts";
import { placeText } from "./place.ts";

/** Findings that are named one by one. */
const most = 3;

/** Why `harden` ends with 1, and what to do about it; undefined where it ends with 0. */
export function exitText({ code, proven, left, failOn }: HardenExit): string | undefined {
  if (code === 0) return undefined;
  if (left.length === 0) return "Exit code 1: it is not proven";
  const named = left.slice(0, most).map(({ rule, location }) => `${rule} at ${placeText(location)}`);
  const more = left.length > most ? [`${left.length - most} more`] : [];
  const what = `${tallyText(tally(left))} left in the result: ${[...named, ...more].join(", ")}`;
  const why = proven ? what : `it is not proven, and ${what}`;
  return `Exit code 1: ${why}. Fix or accept what is left, or choose --fail-on (now ${failOn})`;
}
