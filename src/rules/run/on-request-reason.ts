import type { Rule } from "../rule.ts";

/** Why an optional rule did not run, and how to enable it. */
export function onRequestReason({ id, severity }: Rule, reason: string): string {
  return `on request: ${reason}; ask with --all, or \`rules: { ${id}: ${severity} }\` in hullproof.yaml`;
}
