import type { Restrictions } from "../../../domain/profile/restrictions.ts";
import type { Lab } from "../lab.ts";
import { leastLimitBytes } from "../../restrictions/least-limit.ts";
import { mib } from "../../restrictions/mib.ts";
import type { Missing } from "./missing.ts";
import { mebibyte } from "../../../domain/units.ts";

type Limit = "memoryBytes" | "pids" | "cpus";

const mostDoublings = 6;

/** How near the least that passes is looked for: a sixteenth of it, 1 MiB, one task. CPUs are no matter of passing, and only doubled. */
export function stepOf(limit: Limit, value: number): number {
  if (limit === "memoryBytes") return Math.max(mebibyte, value / 16);
  return limit === "pids" ? Math.max(1, Math.floor(value / 16)) : Number.POSITIVE_INFINITY;
}

/**
 * The least of a limit that passes, to a step: doubled until it does, then halved between what broke and what passed. Without the limit
 * it passes. Memory is never less than what a start itself needs.
 */
export async function missingRoom(lab: Lab, restrictions: Restrictions, limit: Limit): Promise<Missing> {
  const from = restrictions[limit] ?? 1;
  const { cpus, memoryBytes } = lab.run.engine.info;
  const most = { cpus, memoryBytes, pids: Number.POSITIVE_INFINITY }[limit];
  const say = (value: number) =>
    ({ memoryBytes: `memory ${mib(value)}`, pids: `pids ${value}`, cpus: `cpus ${value}` })[limit];
  const passes = async (value: number) =>
    (await lab.ask(`the profile with ${say(value)}`, { ...restrictions, [limit]: value })).passes;
  const least = limit === "memoryBytes" ? leastLimitBytes : 0;

  let broke = from;
  for (let value = Math.max(2 * from, least), round = 0; value <= most && round < mostDoublings; value *= 2, round++) {
    if (!(await passes(value))) {
      broke = value;
      continue;
    }
    let enough = value;
    while (enough > least && enough - broke > stepOf(limit, enough)) {
      const middle = whole(limit, Math.max(least, (broke + enough) / 2));
      if (middle <= broke || middle >= enough) break;
      if (await passes(middle)) enough = middle;
      else broke = middle;
    }
    const nearest =
      enough === least ? `no limit is below ${say(least)}` : `${say(broke)} is too little, ${say(enough)} suffices`;
    const detail = broke === from ? nearest : `${say(from)} is too little, too: ${nearest}`;
    return {
      culprit: say(from),
      detail: `${detail}${stepText(limit, enough)}`,
      widen: (r) => ({ ...r, [limit]: enough }),
    };
  }
  return {
    culprit: say(from),
    detail: `it passes once ${say(from)} is lifted, and with no few doublings of it`,
    widen: (r) => ({ ...r, [limit]: Math.min(most, from * 2 ** (mostDoublings + 1)) }),
  };
}

function whole(limit: Limit, value: number): number {
  return limit === "memoryBytes" ? Math.ceil(value / mebibyte) * mebibyte : Math.floor(value);
}

function stepText(limit: Limit, value: number): string {
  const step = stepOf(limit, value);
  if (!Number.isFinite(step)) return "";
  return limit === "memoryBytes" ? ` (to ${mib(step)})` : ` (to ${step} task${step === 1 ? "" : "s"})`;
}
