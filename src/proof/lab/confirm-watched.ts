import type { Restrictions } from "../../domain/profile/restrictions.ts";
import type { WatchedFor } from "../../domain/profile/profile.ts";
import { watchOf } from "../judge/identity/compare-watched.ts";
import { unchangedMs } from "../trial/life/run-on.ts";
import type { Lab } from "./lab.ts";
import type { Watched } from "./watched.ts";
import type { Answer } from "./answer.ts";

/** An answer, the lab whose questions show what broke it, and how long processes were watched for it. */
export type WatchedAnswer = Answer & { readonly lab: Lab; readonly watched: WatchedFor };

/**
 * As `confirm` of the lab, and one trial beside it runs on until its processes no longer change, where the original could be watched so. `meanwhile` is done while only
 * that one is waited for.
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
  const watched = watchedFor(await lab.watch.original, long);
  return long?.passes === false ? { ...long, lab: watchedLab(lab), watched } : { ...answer, lab, watched };
}

/** Of the original and of what is compared with it, the shorter time. */
function watchedFor(original: Watched, answer: Answer | undefined): WatchedFor {
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

/** Each of its questions runs on; where that can't be watched, it is asked as ever. */
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
