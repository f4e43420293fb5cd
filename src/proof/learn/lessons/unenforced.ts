import type { Restrictions } from "../../../domain/profile/restrictions.ts";
import type { EngineInfo } from "../../../sources/engine/types.ts";
import type { Lesson } from "../lesson.ts";

/** Of the engine's limits, one that is learned. */
type Learned = "memory" | "CPU quota" | "tasks";
type Field = keyof Restrictions & ("memoryBytes" | "cpus" | "pids");

/** What `learn` finds where the engine enforces the limit, else `otherwise`: which may show only once the limit was asked of it. */
export async function ifEnforced(
  info: Pick<EngineInfo, "withoutLimits">,
  limit: Learned,
  otherwise: { readonly field: Field; readonly value: number; readonly words: string },
  learn: () => Promise<Lesson>,
): Promise<Lesson> {
  const found = enforces(info, limit) ? await learn() : undefined;
  return found !== undefined && enforces(info, limit) ? found : unenforced(limit, otherwise);
}

function enforces({ withoutLimits }: Pick<EngineInfo, "withoutLimits">, limit: Learned): boolean {
  return !withoutLimits.includes(limit);
}

/**
 * A limit that the engine takes and does not enforce: each trial would pass, and show nothing. The profile has `value` then, the most that there is, which is shown to be no need.
 */
function unenforced(
  limit: Learned,
  { field, value, words }: { readonly field: Field; readonly value: number; readonly words: string },
): Lesson {
  const why = `not shown: this engine enforces no limit of ${limit}. ${words} is the most that a trial may take; learn it on an engine that does`;
  return {
    restrictions: { [field]: value },
    witnesses: [],
    proofs: [{ claim: `runs within ${words}`, trials: [], verdict: "unsure", detail: why }],
    because: { [field]: [why] },
  };
}
