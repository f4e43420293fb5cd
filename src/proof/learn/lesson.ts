import type { Capability } from "../../domain/profile/capability.ts";
import type { Restrictions } from "../../domain/profile/restrictions.ts";
import type { Proof, Recommendation } from "../../domain/workload/trial.ts";
import type { Witness } from "../../domain/profile/witness.ts";
import type { ExperimentRunner, Experiment } from "../experiment/experiment-runner.ts";
import type { ExperimentResult } from "../experiment/experiment-result.ts";
import type { LearningContext } from "./learning-context.ts";

/** The result of one lesson: more restrictions, and their evidence. */
export interface Lesson {
  readonly restrictions: Restrictions;
  readonly witnesses: readonly Witness[];
  readonly proofs: readonly Proof[];
  /** Field of the profile -> trials and their results. */
  readonly because: Readonly<Record<string, readonly string[]>>;
  /** Capabilities without which it breaks. */
  readonly required?: readonly Capability[];
  /** Log lines about missing privileges. */
  readonly tolerated?: readonly string[];
  /** Conditions of the results other than the image. */
  readonly assumptions?: Readonly<Record<string, string>>;
  /** Everything learned before also breaks under load, so the result says nothing about this restriction. */
  readonly priorFailure?: ExperimentResult;
  /** A change that would need even fewer privileges. */
  readonly suggestion?: Recommendation;
}

/** A lesson with its experiments, before they run. */
export interface OpenLesson {
  /** Independent of each other and of lessons that are open at the same time. */
  readonly questions: readonly Experiment[];
  /** `current` is everything learned so far. */
  learn(current: Restrictions): Promise<Lesson>;
}

export interface LessonPlan {
  readonly needs: readonly (keyof LearningContext)[];
  /** Undefined if there is nothing to learn. */
  open(learningContext: LearningContext, current: Restrictions): Promise<OpenLesson | undefined>;
}

/** A lesson that runs its own experiments, with the listed parts of the context and everything learned before. */
export function lesson<N extends keyof LearningContext>(
  needs: readonly N[],
  learn: (of: Pick<LearningContext, N>, current: Restrictions) => Promise<Lesson> | Lesson,
): LessonPlan {
  return {
    needs,
    async open(learningContext) {
      return { questions: [], learn: async (current) => learn(of(learningContext, needs), current) };
    },
  };
}

/** A lesson whose first experiments can run in parallel to those of others. */
export function lessonAskedBeside<N extends keyof LearningContext>(
  needs: readonly N[],
  open: (of: Pick<LearningContext, N>, current: Restrictions) => Promise<OpenLesson | undefined>,
): LessonPlan {
  return { needs, open: (learningContext, current) => open(of(learningContext, needs), current) };
}

function of<N extends keyof LearningContext>(
  learningContext: LearningContext,
  needs: readonly N[],
): Pick<LearningContext, N> {
  return Object.fromEntries(needs.map((name) => [name, learningContext[name]])) as Pick<LearningContext, N>;
}

/** The result if `current` alone breaks under load. */
export async function findPriorFailure(
  { underLoad }: Pick<ExperimentRunner, "underLoad">,
  current: Restrictions,
): Promise<ExperimentResult | undefined> {
  const result = await underLoad.run("everything so far", current);
  return result.passes ? undefined : result;
}

/** The restrictions of everything learned so far. */
export function learnedBy(lessons: readonly Lesson[]): Restrictions {
  return lessons.reduce<Restrictions>((all, { restrictions }) => ({ ...all, ...restrictions }), {});
}
