import type { Trial } from "../domain/trial.ts";

export interface Answer {
  readonly passes: boolean;
  /** Those that agree with `passes` come first. */
  readonly trials: readonly Trial[];
  /** Why it broke; empty when it passes. */
  readonly problem: string;
}

/**
 * Until enough passed or two broke. A pass is enough when it comes first; once one broke, it must be outvoted. `once` is
 * told which run of the question it is, from 1; `ran` are those that ran already.
 */
export async function majority(
  passesNeeded: number,
  once: (run: number) => Promise<Trial>,
  ran: readonly Trial[] = [],
): Promise<Answer> {
  const passed = ran.filter(({ outcome }) => outcome === "passes");
  const broken = ran.filter(({ outcome }) => outcome === "breaks");
  while (broken.length < 2 && passed.length < Math.max(passesNeeded, broken.length > 0 ? 2 : 1)) {
    const trial = await once(passed.length + broken.length + 1);
    (trial.outcome === "passes" ? passed : broken).push(trial);
  }
  if (broken.length >= 2) return { passes: false, trials: [...broken, ...passed], problem: problemOf(broken[0]) };
  return { passes: true, trials: [...passed, ...broken], problem: "" };
}

/** First cause, and the container's own words for it. */
export function problemOf(trial: Trial | undefined): string {
  if (trial === undefined) return "";
  const [first = "it broke"] = trial.problems;
  const said = trial.problems.findLast((problem) => problem.startsWith("log: "))?.slice("log: ".length);
  return said === undefined ? first : `${first} ("${said}")`;
}
