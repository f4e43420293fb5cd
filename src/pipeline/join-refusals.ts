import type { Progress } from "../domain/progress.ts";
import { applyEdits } from "../fixes/apply.ts";
import { sameFailures } from "../proof/same-failures.ts";
import type { Run } from "../sources/engine/types.ts";
import type { AppliedFix, FixedText } from "./fix.ts";
import { joinCase } from "./join-case.ts";

/**
 * Finds the fixes that join RUNs so that another command fails, runs elsewhere or is left out: a build in which all goes well
 * does not show that. `image` is where the scripts are run; where it has no shell, nothing is said.
 */
export function joinRefusals(run: Run, image: string, progress: Progress) {
  const known = new Map<string, string | undefined>();
  return async ({ applied }: FixedText): Promise<ReadonlyMap<string, string>> => {
    const refused = new Map<string, string>();
    for (const fix of applied) {
      if (!removesRun(fix)) continue;
      const after = applyEdits(fix.made.text, fix.made.edits);
      const asked = `${fix.made.text}\0${after}`;
      if (!known.has(asked)) known.set(asked, await judge(fix, after));
      const problem = known.get(asked);
      if (problem !== undefined) refused.set(fix.key, problem);
    }
    return refused;
  };

  async function judge({ rule, line, made }: AppliedFix, after: string): Promise<string | undefined> {
    const scripts = joinCase(made.text, after);
    if (scripts === undefined) return undefined;
    const message = `line ${line}: each command of the joined RUN made to fail`;
    progress({ stage: "compare", message });
    const { problem, unjudged } = await sameFailures(run, image, scripts);
    const answer = problem ?? (unjudged === undefined ? "fails as before" : `not judged: ${unjudged}`);
    progress({ stage: "compare", message: `${message}: ${answer}`, done: true });
    return problem === undefined ? undefined : `the joined RUN is not the same (${rule}): ${problem}`;
  }
}

/** A join takes the keyword of a RUN away; nothing else needs a container. */
function removesRun({ made: { text, edits } }: AppliedFix): boolean {
  return edits.some(({ span }) => /\brun\b/i.test(text.slice(span.start, span.end)));
}
