import { runConfigurationRules } from "../../domain/finding/run-configuration.ts";
import type { Facts } from "../needs.ts";
import type { Observation } from "../observation.ts";
import type { Rule } from "../rule.ts";

/** Settings that a container leaves to its engine's defaults, though its profile was proven with another value. */
export function isProvenOtherwise({ id }: Rule, { at }: Observation, { drifts = [] }: Partial<Facts>): boolean {
  const field = runConfigurationRules.get(id)?.field;
  return field !== undefined && drifts.some((drift) => drift.field === field && (drift.container?.at ?? at) === at);
}
