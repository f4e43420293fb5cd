import type { Restrictions } from "../../domain/profile/restrictions.ts";
import type { WatchedFor } from "../../domain/profile/profile.ts";
import { watchOf } from "../judge/identity/compare-watched.ts";
import { unchangedMs } from "../trial/life/run-on.ts";
import type { Lab } from "./lab.ts";
import type { WatchedOriginal } from "./watched.ts";
import type { Answer } from "./answer.ts";

/** A result, the experiments that find the culprit of a break, and the time for which processes were watched. */
export type WatchedAnswer = Answer & { readonly lab: Lab; readonly watched: WatchedFor };

/**
 * Like `confirm`, but one parallel trial runs on until its processes no longer change, if the original was watched.
 * `meanwhile` runs while only that trial is pending.
 */
export async function confirmWatched(
  lab: Lab,
  title: string,
  restrictions: Restrictions,
  passes = 2,
  meanwhile?: () => Promise<void>,
): Promise<WatchedAnswer> {
  await lab.watch.begin(restrictions);
  const answer = await lab.confirm(title, restrictions, passes);
  if (!answer.passes) return { ...answer, lab, watched: { reason: "it breaks before" } };
  await meanwhile?.();
  const long = await lab.watch.ask(`${title}, until its processes no longer change`, restrictions);
  const watchRecord = watchedFor(await lab.watch.original, long);
  return long?.passes === false
    ? { ...long, lab: watchedLab(lab), watched: watchRecord }
    : { ...answer, lab, watched: watchRecord };
}

/** The shorter time of the original and the compared trial. */
function watchedFor(original: WatchedOriginal, answer: Answer | undefined): WatchedFor {
  if ("reason" in original) return original;
  const watches = [original, ...(answer?.trials.slice(0, 1) ?? [])].flatMap((trial) => watchOf(trial) ?? []);
  const [watch] = watches.toSorted((a, b) => a.ms - b.ms);
  if (watch === undefined || watches.length < 2) return { reason: "its processes can't be seen from here" };
  const changing = watches.some((one) => one.unchangedMs < unchangedMs);
  return {
    seconds: Math.floor(watch.ms / 1000),
    method: watch.processes.method,
    ...(changing && { changing }),
  };
}

/** Each of its trials runs on; without a watch it runs as usual. */
function watchedLab(lab: Lab): Lab {
  const ask: Lab["ask"] = async (title, restrictions, options = {}) =>
    (await lab.watch.ask(title, restrictions, options.observe)) ?? lab.ask(title, restrictions, options);
  return {
    ...lab,
    get trials() {
      return lab.trials;
    },
    ask,
    confirm: (title, restrictions) => ask(title, restrictions),
  };
}
