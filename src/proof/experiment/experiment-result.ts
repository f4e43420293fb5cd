import type { Trial } from "../../domain/workload/trial.ts";
import { isWeak } from "../judge/lone-number.ts";

export interface ExperimentResult {
  readonly passes: boolean;
  /** The trials disagree, even without parallel ones: counts as broken. */
  readonly unsure?: true;
  /** Trials that agree with `passes` come first. */
  readonly trials: readonly Trial[];
  /** Why it broke; empty when it passes. */
  readonly problem: string;
}

export interface Repetition {
  /** Number of passes that suffice if none broke. */
  readonly passes: number;
  /** More than 2 where the original breaks by itself (`votesFor`): as many passes or breaks decide. Default 2. */
  readonly votes?: number;
  /** Whether a break cannot be chance, and so decides alone; default never. */
  readonly certain?: (trial: Trial) => boolean;
  /** Earlier trials. */
  readonly ran?: readonly Trial[];
}

type Verdict = "passes" | "breaks" | "unsure";

/**
 * Runs an experiment until its result is known. A pass is enough if it comes first. After a break, the others run
 * alone; if trials disagree, two that ran alone decide if they agree, else the result is unsure. A break by a log line
 * or a number alone yields to a single pass, and needs one more to count, since a restriction has the same effect on
 * these each time. `runOnce` gets the number of the trial, from 1, and whether it must run alone.
 */
export async function decideResult(
  { passes, votes = 2, certain = () => false, ran = [] }: Repetition,
  runOnce: (run: number, alone: boolean) => Promise<Trial>,
): Promise<ExperimentResult> {
  const passed = ran.filter(({ outcome }) => outcome === "passes");
  const broken = ran.filter(({ outcome }) => outcome === "breaks");
  const soloTrials: Trial[] = [];
  const strong = () => broken.filter((trial) => !isWeak(trial)).length;
  const verdict = (): Verdict | undefined => {
    const allWeak = strong() === 0;
    if (passed.length === 0 && (broken.some(certain) || broken.length >= (allWeak ? votes + 1 : votes)))
      return "breaks";
    if (allWeak) return passed.length >= Math.max(passes, 1) ? "passes" : undefined;
    if (votes > 2)
      return strong() >= votes ? "breaks" : passed.length >= Math.max(passes, votes) ? "passes" : undefined;
    if (passed.length === 0) return undefined;
    const aloneBroken = soloTrials.some(({ outcome }) => outcome === "breaks");
    const alonePassed = soloTrials.filter(({ outcome }) => outcome === "passes").length;
    if (aloneBroken && alonePassed > 0) return "unsure";
    if (aloneBroken && strong() >= votes) return "breaks";
    return alonePassed >= 2 && passed.length >= passes ? "passes" : undefined;
  };
  for (;;) {
    const finalVerdict = verdict();
    if (finalVerdict !== undefined) return answerOf(finalVerdict, passed, broken);
    const isAlone = broken.length > 0;
    const trial = await runOnce(passed.length + broken.length + 1, isAlone);
    (trial.outcome === "passes" ? passed : broken).push(trial);
    if (isAlone) soloTrials.push(trial);
  }
}

function answerOf(verdict: Verdict, passed: readonly Trial[], broken: readonly Trial[]): ExperimentResult {
  if (verdict === "passes") return { passes: true, trials: [...passed, ...broken], problem: "" };
  const trials = [...broken, ...passed];
  if (verdict === "breaks") return { passes: false, trials, problem: problemOf(broken[0]) };
  const times = `${broken.length} of ${trials.length} runs`;
  return { passes: false, unsure: true, trials, problem: `unsure, it broke in ${times}: ${problemOf(broken[0])}` };
}

/** The first cause, quoted from the container. */
export function problemOf(trial: Trial | undefined): string {
  if (trial === undefined) return "";
  const [first = "it broke"] = trial.problems;
  const logLine = trial.problems.findLast((problem) => problem.startsWith("log: "))?.slice("log: ".length);
  return logLine === undefined ? first : `${first} ("${logLine}")`;
}
