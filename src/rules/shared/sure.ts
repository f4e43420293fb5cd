import type { Fix } from "../../domain/finding/fix.ts";

/** Class of a fix that nothing in the text speaks against; with a doubt it has to be proven, and the doubt is shown. */
export function sureIf(doubt: string | undefined): Pick<Fix, "applicability" | "doubt"> {
  return doubt === undefined ? { applicability: "safe" } : { applicability: "proven", doubt };
}
