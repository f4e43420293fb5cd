import { dayMs } from "../domain/units.ts";
const units: ReadonlyMap<string, number> = new Map([
  ["d", 1],
  ["w", 7],
  ["y", 365],
]);
const mostDays = 36_500;

/** Days of `90d`, `12w` or `1y` (365 days), from one day to a hundred years; undefined for anything else. */
export function toDays(text: string): number | undefined {
  const [, amount = "", unit = ""] = /^(\d{1,5})([dwy])$/.exec(text) ?? [];
  const days = Number(amount) * (units.get(unit) ?? 0);
  return days >= 1 && days <= mostDays ? days : undefined;
}

/** How an age is written, for messages. */
export const ageForm = "an age in days, weeks or years such as 30d, 12w or 1y, from 1d to 100y";

/** Whole days from one ISO date to another; negative when the second comes first. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / dayMs);
}

/** The ISO date so many days later. */
export function daysLater(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}
