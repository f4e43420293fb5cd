import type { AdvisorySource } from "../../domain/advisory/advisory.ts";
import { dayMs } from "../../domain/units.ts";

export interface ShardAge {
  /** ISO date of its oldest source: what is newer was not looked for there. */
  readonly date: string;
  /** Whole days since the data was known to be current: it is dated so, or its feed was asked and had nothing newer. */
  readonly ageDays: number;
  readonly old: boolean;
}

/** Vulnerabilities are published daily; after a week a scan says so. */
const freshDays = 7;

/**
 * How old data is. `checked`: ISO date and time at which its feed last answered, where that is known. `today`: ISO date. Dates in the future (a
 * wrong clock, here or there) count as today.
 */
export function shardAge(
  sources: readonly Pick<AdvisorySource, "date">[],
  checked: string | undefined,
  today: string,
): ShardAge {
  const date = sources.map((one) => one.date).sort()[0] ?? "";
  const current = [date, checked?.slice(0, 10) ?? ""].sort().at(-1) ?? "";
  const days = Math.floor((Date.parse(today) - Date.parse(current)) / dayMs);
  // Data without a date may be of any age.
  if (Number.isNaN(days)) return { date, ageDays: 36_500, old: true };
  return { date, ageDays: Math.max(0, days), old: days > freshDays };
}
