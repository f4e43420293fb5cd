import { severities, type Severity } from "./finding.ts";

export const failLevels = [...severities, "never"] as const;
/** From which severity on a finding makes a verb end with exit code 1. */
export type FailOn = (typeof failLevels)[number];

/** True when a finding of `severity` fails under `failOn`. */
export function fails(severity: Severity, failOn: FailOn): boolean {
  return failOn !== "never" && severities.indexOf(severity) <= severities.indexOf(failOn);
}
