import type { Restrictions } from "../../domain/profile/restrictions.ts";
import { learnedBy, type Lesson, type LessonPlan, type OpenLesson } from "./lesson.ts";
import { restorePrivileges } from "./restore-privileges.ts";
import type { LearningContext } from "./learning-context.ts";

/**
 * Runs the lessons in their order, each under everything learned before it. Those of one stage open under the same
 * restrictions and share their trials, then learn one after the other. If one finds that everything before it breaks
 * under load, the missing privileges are restored and that lesson runs again; once, since a further break is chance or
 * has another cause.
 */
export async function runLessons(
  lessonOrder: readonly (readonly LessonPlan[])[],
  learningContext: LearningContext,
): Promise<Lesson[]> {
  const lessons: Lesson[] = [];
  let isRestored = false;
  for (const stage of lessonOrder) {
    const open = await openAll(stage, learningContext, learnedBy(lessons));
    const experiments = open.flatMap(({ lesson }) => lesson.questions);
    if (experiments.length > 0) await learningContext.runner.runAll(experiments);
    for (const { plan, lesson } of open) {
      const current = learnedBy(lessons);
      const learned = await lesson.learn(current);
      const restored = isRestored ? undefined : await restoredFor(learningContext, current, learned);
      lessons.push(restored ?? learned);
      if (restored === undefined) continue;
      isRestored = true;
      const reopenedPlan = await plan.open(learningContext, learnedBy(lessons));
      if (reopenedPlan !== undefined) lessons.push(await reopenedPlan.learn(learnedBy(lessons)));
    }
  }
  return lessons;
}

async function restoredFor(
  { runner, capabilities }: LearningContext,
  current: Restrictions,
  { priorFailure }: Lesson,
): Promise<Lesson | undefined> {
  if (priorFailure === undefined || priorFailure.unsure === true) return undefined;
  const used = capabilities.capabilities.map(({ name }) => name);
  return (await restorePrivileges(runner.underLoad, current, priorFailure, used)).lesson;
}

async function openAll(
  stage: readonly LessonPlan[],
  learningContext: LearningContext,
  current: Restrictions,
): Promise<{ readonly plan: LessonPlan; readonly lesson: OpenLesson }[]> {
  const open: { readonly plan: LessonPlan; readonly lesson: OpenLesson }[] = [];
  for (const plan of stage) {
    const lesson = await plan.open(learningContext, current);
    if (lesson !== undefined) open.push({ plan, lesson });
  }
  return open;
}
