import type { Trial } from "../../domain/workload/trial.ts";
import { isWeak } from "../judge/lone-number.ts";

export interface Answer {
  readonly passes: boolean;
  /** Its runs disagree, also when nothing else of ours runs beside them: it counts as one that breaks. */
  readonly unsure?: true;
  /** Those that agree with `passes` come first. */
  readonly trials: readonly Trial[];
  /** Why it broke; empty when it passes. */
  readonly problem: string;
}

export interface Repetition {
  /** Passes that are enough when nothing broke. */
  readonly passes: number;
  /** More than 2 where the original breaks by itself (`votesFor`): as many passes or breaks decide. Default 2. */
  readonly votes?: number;
  /** A break that chance cannot make decides alone; default none. */
  readonly certain?: (trial: Trial) => boolean;
  /** Those that ran already. */
  readonly ran?: readonly Trial[];
}

type Verdict = "passes" | "breaks" | "unsure";

/**
 * Runs a question until its answer is known. A pass is enough when it comes first. Once a run broke, the others run alone; where runs disagree, two that ran
 * alone decide if they agree, and the answer is unsure if they don't. A break by a line of the log or a number alone yields to a single pass, and needs one more to count:
 * what a restriction does to these it does each time. `once` gets the number of the run, from 1, and whether it is to run alone.
 */
export async function settleAnswer(
  { passes, votes = 2, certain = () => false, ran = [] }: Repetition,
  once: (run: number, alone: boolean) => Promise<Trial>,
): Promise<Answer> {
  const passed = ran.filter(({ outcome }) => outcome === "passes");
  const broken = ran.filter(({ outcome }) => outcome === "breaks");
  const alone: Trial[] = [];
  const strong = () => broken.filter((trial) => !isWeak(trial)).length;
  const verdict = (): Verdict | undefined => {
    const allWeak = strong() === 0;
    if (passed.length === 0 && (broken.some(certain) || broken.length >= (allWeak ? votes + 1 : votes)))
      return "breaks";
    if (allWeak) return passed.length >= Math.max(passes, 1) ? "passes" : undefined;
    if (votes > 2)
      return strong() >= votes ? "breaks" : passed.length >= Math.max(passes, votes) ? "passes" : undefined;
    if (passed.length === 0) return undefined;
    const aloneBroken = alone.some(({ outcome }) => outcome === "breaks");
    const alonePassed = alone.filter(({ outcome }) => outcome === "passes").length;
    if (aloneBroken && alonePassed > 0) return "unsure";
    if (aloneBroken && strong() >= votes) return "breaks";
    return alonePassed >= 2 && passed.length >= passes ? "passes" : undefined;
  };
  for (;;) {
    const known = verdict();
    if (known !== undefined) return answerOf(known, passed, broken);
    const isAlone = broken.length > 0;
    const trial = await once(passed.length + broken.length + 1, isAlone);
    (trial.outcome === "passes" ? passed : broken).push(trial);
    if (isAlone) alone.push(trial);
  }
}

function answerOf(verdict: Verdict, passed: readonly Trial[], broken: readonly Trial[]): Answer {
  if (verdict === "passes") return { passes: true, trials: [...passed, ...broken], problem: "" };
  const trials = [...broken, ...passed];
  if (verdict === "breaks") return { passes: false, trials, problem: problemOf(broken[0]) };
  const times = `${broken.length} of ${trials.length} runs`;
  return { passes: false, unsure: true, trials, problem: `unsure, it broke in ${times}: ${problemOf(broken[0])}` };
}

/** First cause, and the container's own words for it. */
export function problemOf(trial: Trial | undefined): string {
  if (trial === undefined) return "";
  const [first = "it broke"] = trial.problems;
  const said = trial.problems.findLast((problem) => problem.startsWith("log: "))?.slice("log: ".length);
  return said === undefined ? first : `${first} ("${said}")`;
}
