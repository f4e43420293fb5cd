import type { ShellCheckFact } from "../../facts/dockerfile/shell-scripts.ts";
import { withinTime } from "../../sources/bounded/time-limit.ts";
import type { Context } from "../context.ts";
import type { TextWork } from "../rule-runs/isolated-work.ts";
import type { TargetResult } from "../rule-runs/target-result.ts";
import { withTimeLimit, longMs, shortMs } from "./time-limit.ts";
import type { ReadSurroundings, Surroundings } from "./surroundings.ts";
import { judgeText, type ReadText } from "./text-work.ts";

/** A text to evaluate, with its parsed form where ShellCheck needed it. */
export interface TextRead {
  readonly work: TextWork;
  readonly read?: ReadText;
}

export interface FromShellCheck {
  readonly shellcheck?: ShellCheckFact;
  readonly missing?: { readonly shellcheck: string };
}

interface Call {
  readonly lookAroundText: ReadSurroundings;
  /** Number of the call of `checkAll`, the key of a thread's caches. */
  readonly call: number;
  readonly shellCheckOf: (one: TextRead) => FromShellCheck;
}

/** Texts under one time limit, which costs a system thread; the usual ones take a twentieth of it. */
const batchSize = 16;

/** Evaluates texts in order, several under one time limit; a slow or failing text is evaluated separately. Rejects like a single evaluation. */
export function textJudge(
  texts: readonly TextRead[],
  call: Call,
  context: Context,
): (one: TextRead) => Promise<TargetResult> {
  const answers = new Map<TextRead, TargetResult>();
  let next = 0;
  return async (textRead) => {
    const at = texts.indexOf(textRead, Math.max(0, next - batchSize));
    if (at >= next) {
      const batch = texts.slice(at, at + batchSize);
      next = at + batch.length;
      await judgeTogether(batch, call, context, answers);
    }
    const answer = answers.get(textRead);
    answers.delete(textRead);
    return answer ?? judgeAlone(await jobOf(textRead, call), context);
  };
}

interface TextJob {
  readonly work: TextWork;
  readonly surroundings: Surroundings;
  readonly read?: ReadText;
}

async function jobOf(textRead: TextRead, { lookAroundText, call, shellCheckOf }: Call): Promise<TextJob> {
  const { work, read } = textRead;
  const { path, text, config, within } = work;
  const surroundings = await lookAroundText(path, text, config, within);
  const { bases } = surroundings;
  const { shellcheck, missing } = shellCheckOf(textRead);
  const whole = {
    ...work,
    call,
    ...(shellcheck && { shellcheck }),
    ...(bases && { bases: bases.found }),
    missing: { ...work.missing, ...missing },
  };
  return { work: whole, surroundings, ...(read && { read }) };
}

async function judgeTogether(
  batch: readonly TextRead[],
  call: Call,
  context: Context,
  answers: Map<TextRead, TargetResult>,
): Promise<void> {
  const ready = new Map<TextRead, TextJob>();
  const results = new Map<TextRead, TargetResult>();
  try {
    for (const textRead of batch) if (!isSlow(textRead, context)) ready.set(textRead, await jobOf(textRead, call));
    withinTime(context.apart === undefined ? longMs : shortMs, "the texts", () => {
      // Those of an interrupted round are there already.
      for (const [textRead, { work, surroundings, read }] of ready)
        if (!results.has(textRead)) results.set(textRead, judgeText(work, surroundings, read));
    });
  } catch {
    // The text that stopped the batch reports its reason in its separate evaluation.
  }
  for (const [textRead, answer] of results)
    if (!((await ready.get(textRead)?.surroundings.readRepository()) ?? false)) answers.set(textRead, answer);
}

async function judgeAlone({ work, surroundings, read }: TextJob, context: Context): Promise<TargetResult> {
  if (isSlow({ work, ...(read && { read }) }, context) && context.apart !== undefined) return context.apart.text(work);
  const judge = () =>
    withTimeLimit(
      work.path,
      context,
      () => judgeText(work, surroundings, read),
      (worker) => worker.text(work),
    );
  const checked = await judge();
  return (await surroundings.readRepository()) ? judge() : checked;
}

/** Whether parsing for ShellCheck timed out: it is not repeated here. */
function isSlow({ work, read }: TextRead, { shellcheck, apart }: Context): boolean {
  return shellcheck !== undefined && apart !== undefined && work.kind === "dockerfile" && read === undefined;
}
