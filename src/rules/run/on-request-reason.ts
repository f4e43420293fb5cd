import type { Rule } from "../rule.ts";

/** Why a rule was silent that speaks on request, and how to ask it. */
export function onRequestReason({ id, severity }: Rule, why: string): string {
  return `on request: ${why}; ask with --all, or \`rules: { ${id}: ${severity} }\` in hullproof.yaml`;
}
