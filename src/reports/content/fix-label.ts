import type { Applicability } from "../../domain/finding/fix.ts";

/** What a fix that was offered and not made is worth: of class proven nothing was built so far. */
export function fixLabel(applicability: Applicability): string {
  return applicability === "proven" ? "needs `fix --proven`" : `${applicability} fix`;
}
