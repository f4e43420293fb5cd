import type { Restrictions } from "../../../domain/profile/restrictions.ts";
import type { EngineInfo } from "../../../sources/engine/types.ts";
import type { Lesson } from "../lesson.ts";

/** A learned limit of the engine. */
type Learned = "memory" | "CPU quota" | "tasks";
type Field = keyof Restrictions & ("memoryBytes" | "cpus" | "pids");

/**
 * The lesson of `learn` if the engine enforces the limit, else `otherwise`: some engines show that only after a limit
 * was requested.
 */
export async function ifEnforced(
  info: Pick<EngineInfo, "withoutLimits">,
  limit: Learned,
  otherwise: { readonly field: Field; readonly value: number; readonly words: string },
  learn: () => Promise<Lesson>,
): Promise<Lesson> {
  const lessonUnderLimit = enforces(info, limit) ? await learn() : undefined;
  return lessonUnderLimit !== undefined && enforces(info, limit) ? lessonUnderLimit : unenforced(limit, otherwise);
}

function enforces({ withoutLimits }: Pick<EngineInfo, "withoutLimits">, limit: Learned): boolean {
  return !withoutLimits.includes(limit);
}

/**
 * For a limit that the engine accepts and does not enforce: each trial would pass and be meaningless. The profile then
 * has the maximum `value`, with a note that it is no proven need.
 */
function unenforced(
  limit: Learned,
  { field, value, words }: { readonly field: Field; readonly value: number; readonly words: string },
): Lesson {
  const reason = `not shown: this engine enforces no limit of ${limit}. ${words} is the most that a trial may take; learn it on an engine that does`;
  return {
    restrictions: { [field]: value },
    witnesses: [],
    proofs: [{ claim: `runs within ${words}`, trials: [], verdict: "unsure", detail: reason }],
    because: { [field]: [reason] },
  };
}
