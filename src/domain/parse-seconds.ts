import { ownValue } from "./own-value.ts";

/** Seconds of a time such as 30s, 10m, 6h or 2d; undefined for another text. */
export function parseSeconds(text: string): number | undefined {
  const [, digits = "", unit = ""] = /^(\d{1,7})([smhd])$/.exec(text) ?? [];
  const factor = ownValue({ s: 1, m: 60, h: 3_600, d: 86_400 }, unit);
  return factor === undefined ? undefined : Number(digits) * factor;
}
