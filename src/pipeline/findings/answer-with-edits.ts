import { withinTime } from "../../sources/bounded/time-limit.ts";
import type { Context } from "../context.ts";
import type { Fixable } from "../fix-plan/fix-texts.ts";
import type { TargetResult } from "../rule-runs/target-result.ts";

/** Adds the edits of suggested fixes, for formats that include them; the code for edits is loaded on first use. */
export async function answerWithEdits(
  answer: TargetResult,
  path: string,
  { edits }: Pick<Context, "edits">,
  milliseconds: number,
  fixableOf: () => Promise<Fixable>,
): Promise<TargetResult> {
  if (edits !== true || answer.run.fixes.length === 0) return answer;
  const { withEdits } = await import("../fix-plan/with-edits.ts");
  return withEdits(answer, await fixableOf(), (act) => withinTime(milliseconds, path, act));
}
