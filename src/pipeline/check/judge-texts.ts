import type { ShellCheckFact } from "../../facts/dockerfile/shell-scripts.ts";
import { withinTime } from "../../sources/bounded/time-limit.ts";
import type { Context } from "../context.ts";
import type { TextWork } from "./apart.ts";
import type { Checked } from "./checked.ts";
import { inTime, longMs, shortMs } from "./in-time.ts";
import type { LookAround, LookedAround } from "./surroundings.ts";
import { judgeText, type ReadText } from "./text-work.ts";

/** A text to judge, and what it holds where ShellCheck had it read before. */
export interface TextRead {
  readonly work: TextWork;
  readonly read?: ReadText;
}

export interface FromShellCheck {
  readonly shellcheck?: ShellCheckFact;
  readonly missing?: { readonly shellcheck: string };
}

interface Call {
  readonly around: LookAround;
  /** Number of the call of `checkAll`, for what a thread remembers. */
  readonly call: number;
  readonly asked: (one: TextRead) => FromShellCheck;
}

/** Texts under one limit of time, which costs a thread of the system; the usual ones take a twentieth of it. */
const batchSize = 16;

/** Judges texts one after the other, several under one limit of time; what is slow, or breaks, is judged by itself. Rejects as a text judged alone does. */
export function textJudge(
  texts: readonly TextRead[],
  call: Call,
  context: Context,
): (one: TextRead) => Promise<Checked> {
  const answers = new Map<TextRead, Checked>();
  let next = 0;
  return async (one) => {
    const at = texts.indexOf(one, Math.max(0, next - batchSize));
    if (at >= next) {
      const batch = texts.slice(at, at + batchSize);
      next = at + batch.length;
      await judgeTogether(batch, call, context, answers);
    }
    const answer = answers.get(one);
    answers.delete(one);
    return answer ?? judgeAlone(await jobOf(one, call), context);
  };
}

interface TextJob {
  readonly work: TextWork;
  readonly known: LookedAround;
  readonly read?: ReadText;
}

async function jobOf(one: TextRead, { around, call, asked }: Call): Promise<TextJob> {
  const { work, read } = one;
  const { path, text, config, within } = work;
  const known = await around(path, text, config, within);
  const { bases } = known;
  const { shellcheck, missing } = asked(one);
  const whole = {
    ...work,
    call,
    ...(shellcheck && { shellcheck }),
    ...(bases && { bases: bases.found }),
    missing: { ...work.missing, ...missing },
  };
  return { work: whole, known, ...(read && { read }) };
}

async function judgeTogether(
  batch: readonly TextRead[],
  call: Call,
  context: Context,
  answers: Map<TextRead, Checked>,
): Promise<void> {
  const ready = new Map<TextRead, TextJob>();
  const results = new Map<TextRead, Checked>();
  try {
    for (const one of batch) if (!isSlow(one, context)) ready.set(one, await jobOf(one, call));
    withinTime(context.apart === undefined ? longMs : shortMs, "the texts", () => {
      for (const [one, { work, known, read }] of ready) results.set(one, judgeText(work, known, read));
    });
  } catch {
    // The one that it stopped at says why when it is judged alone.
  }
  for (const [one, answer] of results)
    if (!((await ready.get(one)?.known.readRepository()) ?? false)) answers.set(one, answer);
}

async function judgeAlone({ work, known, read }: TextJob, context: Context): Promise<Checked> {
  if (isSlow({ work, ...(read && { read }) }, context) && context.apart !== undefined) return context.apart.text(work);
  const judge = () =>
    inTime(
      work.path,
      context,
      () => judgeText(work, known, read),
      (apart) => apart.text(work),
    );
  const checked = await judge();
  return (await known.readRepository()) ? judge() : checked;
}

/** Read for ShellCheck, and in vain: not again here. */
function isSlow({ work, read }: TextRead, { shellcheck, apart }: Context): boolean {
  return shellcheck !== undefined && apart !== undefined && work.kind === "dockerfile" && read === undefined;
}
