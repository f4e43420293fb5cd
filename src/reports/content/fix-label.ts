import type { Applicability } from "../../domain/finding/fix.ts";

/** The class of an offered fix; a proven one has not been built yet. */
export function fixLabel(applicability: Applicability): string {
  return applicability === "proven" ? "needs `fix --proven`" : `${applicability} fix`;
}
