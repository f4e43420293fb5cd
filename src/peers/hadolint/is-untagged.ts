import { withoutBraces } from "../shared/braced.ts";

export function isUntagged(text: string): boolean {
  // It takes a variable in braces as one piece, whatever stands in it.
  const path = withoutBraces(text, () => "${}").replace(/^[^.]+\.[^/]+\//, "");
  return !path.startsWith("$") && !path.includes(":");
}
