import { withinTime } from "../../sources/bounded/time-limit.ts";
import type { TargetResult } from "../rule-runs/target-result.ts";
import { type ReadSurroundings, surroundingsReader } from "./surroundings.ts";
import { judgeText } from "./text-work.ts";
import { loadTextDialect } from "../../dialects/text-dialects.ts";
import { isDialectWork, type TextWork, type Work } from "../rule-runs/isolated-work.ts";

/** A little less than the supervisor's limit, so that the thread survives. */
const textMs = 3_200;

/** Evaluates a text that exceeded its first time limit. Its build contexts and repository are read before the time starts. */
export async function judgeIsolated(
  work: Work,
  begin: () => void,
  { milliseconds = textMs, looksAround = true } = {},
): Promise<TargetResult> {
  if (work.kind === "compose") {
    const { judgeCompose } = await import("./compose/judge-compose.ts");
    begin();
    return judgeCompose(work, (act) => withinTime(milliseconds, work.path, act)).answer;
  }
  if (isDialectWork(work)) {
    const [{ checkDialect }, dialect] = await Promise.all([import("./check-dialect.ts"), loadTextDialect(work.kind)]);
    begin();
    return withinTime(milliseconds, work.path, () => checkDialect(dialect, work));
  }
  const surroundings = looksAround
    ? await lookAroundOnce(work)(work.path, work.text, work.config, work.within)
    : undefined;
  if (work.kind === "dockerfile") {
    for (const context of surroundings?.contexts ?? []) context();
    surroundings?.repository?.();
    await surroundings?.readRepository();
  }
  begin();
  return withinTime(milliseconds, work.path, () => judgeText(work, surroundings));
}

let last: { readonly call: number; readonly around: ReadSurroundings } | undefined;

/** Reads the repository once for the texts of one call, many of which may be slow. */
function lookAroundOnce({ cwd, call, withoutRepository }: TextWork): ReadSurroundings {
  const session = { cwd, ...(withoutRepository && { withoutRepository }) };
  if (call === undefined) return surroundingsReader(session);
  if (last?.call !== call) last = { call, around: surroundingsReader(session) };
  return last.around;
}
