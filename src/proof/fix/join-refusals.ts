import { Failure } from "../../domain/failure.ts";
import type { Progress } from "../../domain/progress.ts";
import type { Edit } from "../../domain/finding/fix.ts";
import { applyEdits } from "../../fixes/apply.ts";
import { sameFailures } from "./same-failures.ts";
import type { EngineSession } from "../../sources/engine/types.ts";
import { joinCase, type JoinCase } from "./join-case.ts";

/** An applied fix. */
interface MadeFix {
  readonly key: string;
  readonly rule: string;
  readonly line: number;
  /** The edited text, and the edits. */
  readonly made: { readonly text: string; readonly edits: readonly Edit[] };
}

/** The built original, and what builds the bases of its stages. */
interface BuiltOriginal<Built extends { readonly image: { readonly tag: string } }> {
  readonly before: Pick<Built, "image">;
  readonly builds: { buildBase(base: string): Promise<Built>; discard(built: Built): Promise<unknown> };
}

/**
 * Finds fixes that join RUNs so that another command fails, runs elsewhere or is skipped: a successful build does not
 * show that. Runs the scripts in the built original, or in the stage's base image if the original has no shell. Without
 * a shell in either, there is no result.
 */
export function joinRefusals<Built extends { readonly image: { readonly tag: string } }>(
  session: EngineSession,
  { before, builds }: BuiltOriginal<Built>,
  progress: Progress,
) {
  const problemByEdit = new Map<string, string | undefined>();
  return async ({ applied }: { readonly applied: readonly MadeFix[] }): Promise<ReadonlyMap<string, string>> => {
    const refused = new Map<string, string>();
    for (const fix of applied) {
      if (!removesRun(fix)) continue;
      const editedText = applyEdits(fix.made.text, fix.made.edits);
      const editKey = `${fix.made.text}\0${editedText}`;
      if (!problemByEdit.has(editKey)) problemByEdit.set(editKey, await judge(fix, editedText));
      const problem = problemByEdit.get(editKey);
      if (problem !== undefined) refused.set(fix.key, problem);
    }
    return refused;
  };

  async function judge({ rule, line, made }: MadeFix, editedText: string): Promise<string | undefined> {
    const scripts = joinCase(made.text, editedText);
    if (scripts === undefined) return undefined;
    const message = `line ${line}: each command of the joined RUN made to fail`;
    progress({ stage: "compare", message });
    const first = await sameFailures(session, before.image.tag, scripts);
    const { problem, unjudged } = first.unjudged === undefined ? first : ((await inBase(scripts)) ?? first);
    const answer = problem ?? (unjudged === undefined ? "fails as before" : `not judged: ${unjudged}`);
    progress({ stage: "compare", message: `${message}: ${answer}`, done: true });
    return problem === undefined ? undefined : `the joined RUN is not the same (${rule}): ${problem}`;
  }

  async function inBase(scripts: JoinCase) {
    if (scripts.base === undefined) return undefined;
    try {
      const base = await builds.buildBase(scripts.base);
      const answer = await sameFailures(session, base.image.tag, scripts);
      await builds.discard(base);
      return answer;
    } catch (error) {
      if (error instanceof Failure && (error.code === "build-failed" || error.code === "no-such-image"))
        return undefined;
      throw error;
    }
  }
}

/** A join removes the keyword of a RUN; no other fix needs a container. */
function removesRun({ made: { text, edits } }: MadeFix): boolean {
  return edits.some(({ span }) => /\brun\b/i.test(text.slice(span.start, span.end)));
}
