import { withinTime } from "../../sources/bounded/time-limit.ts";
import { longMs } from "../judge/time-limit.ts";
import type { Context } from "../context.ts";
import type { Fixable } from "../fix-plan/fix-texts.ts";
import type { TargetResult } from "../rule-runs/target-result.ts";

/** Adds the edits of suggested fixes, for formats that include them; the code for edits is loaded on first use. */
export async function answerWithEdits(
  answer: TargetResult,
  path: string,
  { edits }: Pick<Context, "edits">,
  fixableOf: () => Promise<Fixable>,
): Promise<TargetResult> {
  if (edits !== true || answer.run.fixes.length === 0) return answer;
  const { withEdits } = await import("../fix-plan/with-edits.ts");
  const fixable = await fixableOf();
  // All edits of one text share the long limit, of CPU: by the clock, a busy machine would leave some out.
  const start = process.threadCpuUsage();
  const usedMs = (): number => {
    const { user, system } = process.threadCpuUsage(start);
    return (user + system) / 1000;
  };
  return withEdits(answer, fixable, (act) => withinTime(Math.max(1, Math.ceil(longMs - usedMs())), path, act));
}
