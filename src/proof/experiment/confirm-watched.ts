import type { Restrictions } from "../../domain/profile/restrictions.ts";
import type { WatchedFor } from "../../domain/profile/profile.ts";
import { watchOf } from "../judge/identity/compare-watched.ts";
import { unchangedMs } from "../trial/lifecycle/run-on.ts";
import type { ExperimentRunner } from "./experiment-runner.ts";
import type { WatchedOriginal } from "./watched.ts";
import type { ExperimentResult } from "./experiment-result.ts";

/** A result, the experiments that find the culprit of a break, and the time for which processes were watched. */
export type WatchedResult = ExperimentResult & { readonly runner: ExperimentRunner; readonly watched: WatchedFor };

/**
 * Like `confirm`, but one parallel trial runs on until its processes no longer change, if the original was watched.
 * `meanwhile` runs while only that trial is pending.
 */
export async function confirmWatched(
  runner: ExperimentRunner,
  title: string,
  restrictions: Restrictions,
  passes = 2,
  meanwhile?: () => Promise<void>,
): Promise<WatchedResult> {
  await runner.watch.begin(restrictions);
  const result = await runner.confirm(title, restrictions, passes);
  if (!result.passes) return { ...result, runner, watched: { reason: "it breaks before" } };
  await meanwhile?.();
  const long = await runner.watch.ask(`${title}, until its processes no longer change`, restrictions);
  const watchRecord = watchedFor(await runner.watch.original, long);
  return long?.passes === false
    ? { ...long, runner: watchedRunner(runner), watched: watchRecord }
    : { ...result, runner, watched: watchRecord };
}

/** The shorter time of the original and the compared trial. */
function watchedFor(original: WatchedOriginal, result: ExperimentResult | undefined): WatchedFor {
  if ("reason" in original) return original;
  const watches = [original, ...(result?.trials.slice(0, 1) ?? [])].flatMap((trial) => watchOf(trial) ?? []);
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
function watchedRunner(runner: ExperimentRunner): ExperimentRunner {
  const ask: ExperimentRunner["run"] = async (title, restrictions, options = {}) =>
    (await runner.watch.ask(title, restrictions, options.observe)) ?? runner.run(title, restrictions, options);
  return {
    ...runner,
    get trials() {
      return runner.trials;
    },
    run: ask,
    confirm: (title, restrictions) => ask(title, restrictions),
  };
}
