import { oncePer } from "../../text/once-per.ts";
import { checkCompose } from "../judge/compose/check-compose.ts";
import type { ComposeWork } from "../rule-runs/isolated-work.ts";
import type { Fixable } from "./fix-texts.ts";
import type { Texts } from "../../dialects/text-dialect.ts";
import { projectProblem, withTexts } from "../../dialects/compose/project/edit-problem.ts";
import { readingOf } from "../../dialects/compose/project/reading-of.ts";

/**
 * The Compose files of one project, which are fixed together: the merged model must then differ only in the declared changes.
 * `work` contains every named file.
 */
export function fixableProject(work: ComposeWork): Fixable {
  const read = oncePer((texts: Texts) => readingOf(withTexts(work, texts)));
  return {
    path: work.path,
    texts: readingOf(work).texts,
    secrets: () => readingOf(work).secrets,
    judge(texts) {
      const checked = checkCompose(withTexts(work, texts));
      if ("needs" in checked) throw new Error(`${checked.needs.join(", ")} was not read`);
      return checked;
    },
    problem: (before, after, declaredEdits) =>
      projectProblem(withTexts(work, before), read(before), after, declaredEdits),
  };
}
