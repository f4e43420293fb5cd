import type { AdvisorySource } from "../../domain/advisory/advisory.ts";
import { dayMs } from "../../domain/units.ts";

export interface ShardAge {
  /** ISO date of its oldest source: newer advisories are not included. */
  readonly date: string;
  /** Whole days since the data was last current: by its date, or by the last check of its feed without newer data. */
  readonly ageDays: number;
  readonly old: boolean;
}

/** Vulnerabilities are published daily; after a week a scan reports the age. */
const freshDays = 7;

/**
 * Age of the data. `checked`: ISO date and time of the feed's last response, if known. `today`: ISO date. Dates in the
 * future (a wrong clock, here or there) count as today.
 */
export function shardAge(
  sources: readonly Pick<AdvisorySource, "date">[],
  checked: string | undefined,
  today: string,
): ShardAge {
  const date = sources.map((source) => source.date).sort()[0] ?? "";
  const current = [date, checked?.slice(0, 10) ?? ""].sort().at(-1) ?? "";
  const days = Math.floor((Date.parse(today) - Date.parse(current)) / dayMs);
  // Data without a date may be of any age.
  if (Number.isNaN(days)) return { date, ageDays: 36_500, old: true };
  return { date, ageDays: Math.max(0, days), old: days > freshDays };
}
