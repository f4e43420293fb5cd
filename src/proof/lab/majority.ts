import type { Trial } from "../../domain/workload/trial.ts";

import { onlyLog } from "../judge/complaints.ts";

export interface Answer {
  readonly passes: boolean;
  /** Those that agree with `passes` come first. */
  readonly trials: readonly Trial[];
  /** Why it broke; empty when it passes. */
  readonly problem: string;
}

export interface Vote {
  /** Passes that are enough when nothing broke. */
  readonly passes: number;
  /** Breaks that decide, and passes that outvote one; default 2. */
  readonly votes?: number;
  /** A break that chance cannot make decides alone; default none. */
  readonly certain?: (trial: Trial) => boolean;
  /** Those that ran already. */
  readonly ran?: readonly Trial[];
}

/**
 * Until enough passed or too many broke. A pass is enough when it comes first; once one broke, it must be outvoted. Those that broke
 * by a line of their log alone are outvoted by a single pass, and need one more: what a restriction does to a log it does each
 * time. `once` is told which run of the question it is, from 1.
 */
export async function majority(
  { passes, votes = 2, certain = () => false, ran = [] }: Vote,
  once: (run: number) => Promise<Trial>,
): Promise<Answer> {
  const passed = ran.filter(({ outcome }) => outcome === "passes");
  const broken = ran.filter(({ outcome }) => outcome === "breaks");
  const strong = () => broken.filter((trial) => !onlyLog(trial)).length;
  const breaks = () =>
    strong() >= votes ||
    (passed.length === 0 && (broken.some(certain) || broken.length >= (strong() > 0 ? votes : votes + 1)));
  const enough = () => passed.length >= Math.max(passes, strong() > 0 ? votes : 1);
  while (!breaks() && !enough()) {
    const trial = await once(passed.length + broken.length + 1);
    (trial.outcome === "passes" ? passed : broken).push(trial);
  }
  if (!enough()) return { passes: false, trials: [...broken, ...passed], problem: problemOf(broken[0]) };
  return { passes: true, trials: [...passed, ...broken], problem: "" };
}

/** First cause, and the container's own words for it. */
export function problemOf(trial: Trial | undefined): string {
  if (trial === undefined) return "";
  const [first = "it broke"] = trial.problems;
  const said = trial.problems.findLast((problem) => problem.startsWith("log: "))?.slice("log: ".length);
  return said === undefined ? first : `${first} ("${said}")`;
}
