import { oncePer } from "../../../text/once-per.ts";
import { checkCompose } from "../../check/compose/check-compose.ts";
import type { ComposeWork } from "../../check/compose/compose-work.ts";
import type { Fixable } from "../fix-texts.ts";
import { projectProblem, withTexts, type Texts } from "./project-problem.ts";
import { readingOf } from "../../check/compose/reading-of.ts";

/**
 * Compose files that are one project, in all of whose files fixes are made at once: the merged model must then differ in what the fixes declare and
 * in nothing else. `work` knows every file that is named.
 */
export function fixableProject(work: ComposeWork): Fixable {
  const read = oncePer((texts: Texts) => readingOf(withTexts(work, texts)));
  return {
    path: work.path,
    texts: readingOf(work).texts,
    secrets: () => readingOf(work).secrets,
    judge(texts) {
      const checked = checkCompose(withTexts(work, texts));
      if ("needs" in checked) throw new Error(`${checked.needs} was not read`);
      return checked;
    },
    problem: (before, after, meant) => projectProblem(withTexts(work, before), read(before), after, meant),
  };
}
