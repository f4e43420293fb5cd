import type { EngineInfo } from "../../sources/engine/types.ts";

/** Of the limits that a profile has, those that this engine takes and does not enforce. Swap has none of its own there: it is the same as memory. */
export function unenforcedLimits({ withoutLimits }: Pick<EngineInfo, "withoutLimits">): string[] {
  return withoutLimits.filter((limit) => limit !== "swap");
}
