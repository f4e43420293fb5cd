import type { Restrictions } from "../../../domain/profile/restrictions.ts";
import type { ExperimentRunner } from "../experiment-runner.ts";
import { leastLimitBytes } from "../../restrictions/least-limit.ts";
import { mib } from "../../restrictions/mib.ts";
import type { Shortfall } from "./missing.ts";
import { mebibyte } from "../../../domain/units.ts";

type Limit = "memoryBytes" | "pids" | "cpus";

const mostDoublings = 6;

/**
 * Precision of the search: a sixteenth of the value, 1 MiB, one task. CPUs never decide between pass and break, so they
 * are only doubled.
 */
export function stepOf(limit: Limit, value: number): number {
  if (limit === "memoryBytes") return Math.max(mebibyte, value / 16);
  return limit === "pids" ? Math.max(1, Math.floor(value / 16)) : Number.POSITIVE_INFINITY;
}

/**
 * The lowest passing limit, to a step: doubles until it passes, then halves between break and pass. Without the limit
 * it passes. Memory is never below the need of a start.
 */
export async function missingRoom(
  runner: ExperimentRunner,
  restrictions: Restrictions,
  limit: Limit,
): Promise<Shortfall> {
  const from = restrictions[limit] ?? 1;
  const { cpus, memoryBytes } = runner.session.engine.info;
  const maxValue = { cpus, memoryBytes, pids: Number.POSITIVE_INFINITY }[limit];
  const say = (value: number) =>
    ({ memoryBytes: `memory ${mib(value)}`, pids: `pids ${value}`, cpus: `cpus ${value}` })[limit];
  const passes = async (value: number) =>
    (await runner.run(`the profile with ${say(value)}`, { ...restrictions, [limit]: value })).passes;
  const minValue = limit === "memoryBytes" ? leastLimitBytes : 0;

  let broke = from;
  for (
    let value = Math.max(2 * from, minValue), round = 0;
    value <= maxValue && round < mostDoublings;
    value *= 2, round++
  ) {
    if (!(await passes(value))) {
      broke = value;
      continue;
    }
    let enough = value;
    while (enough > minValue && enough - broke > stepOf(limit, enough)) {
      const middle = whole(limit, Math.max(minValue, (broke + enough) / 2));
      if (middle <= broke || middle >= enough) break;
      if (await passes(middle)) enough = middle;
      else broke = middle;
    }
    const nearest =
      enough === minValue
        ? `no limit is below ${say(minValue)}`
        : `${say(broke)} is too little, ${say(enough)} suffices`;
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
    widen: (r) => ({ ...r, [limit]: Math.min(maxValue, from * 2 ** (mostDoublings + 1)) }),
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
