import type { Plain } from "./compose-node.ts";

/** A value as docker compose turns it into text: `1.50` is `1.5`, null is empty. */
export function goText(value: Plain): string {
  if (value === null) return "";
  if (typeof value !== "number" || Number.isInteger(value)) return String(value);
  // Go writes an exponent below -4 where JavaScript does below -6.
  return Math.abs(value) < 1e-4 ? value.toExponential().replace(/e-(\d)$/, "e-0$1") : String(value);
}
