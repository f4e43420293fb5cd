import type { Restrictions } from "../../domain/profile/restrictions.ts";
import { learnedBy, type Lesson, type LessonPlan, type OpenLesson } from "./lesson.ts";
import type { Study } from "./study.ts";

/**
 * Takes the lessons in their order, each under everything learned before it. Those of one stage are opened under the same restrictions, their questions asked
 * at once, and then they learn one after the other.
 */
export async function takeLessons(course: readonly (readonly LessonPlan[])[], study: Study): Promise<Lesson[]> {
  const lessons: Lesson[] = [];
  for (const stage of course) {
    const open = await openAll(stage, study, learnedBy(lessons));
    const questions = open.flatMap((one) => one.questions);
    if (questions.length > 0) await study.lab.askAll(questions);
    for (const one of open) lessons.push(await one.learn(learnedBy(lessons)));
  }
  return lessons;
}

async function openAll(stage: readonly LessonPlan[], study: Study, current: Restrictions): Promise<OpenLesson[]> {
  const open: OpenLesson[] = [];
  for (const plan of stage) {
    const one = await plan.open(study, current);
    if (one !== undefined) open.push(one);
  }
  return open;
}
