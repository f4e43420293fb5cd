import { fails, type FailOn } from "../../../domain/finding/fail-on.ts";
import type { Finding } from "../../../domain/finding/finding.ts";
import type { HardenExit } from "../../../domain/report/harden-exit.ts";
import type { Proof } from "../../../domain/workload/trial.ts";

/**
 * The exit code of `harden`. A proof shows equal behavior, but not the absence of problems: a password in a Compose file passes each trial. So findings
 * fail the call as they fail `check`: those of the result (`targets`), without the ones that a baseline accepts.
 */
export function exitOf(
  { verdict }: Pick<Proof, "verdict">,
  findings: readonly Finding[],
  targets: readonly string[],
  failOn: FailOn,
): HardenExit {
  const proven = verdict === "holds";
  const remaining = findings
    .filter(({ target, severity, state }) => targets.includes(target) && state !== "same" && fails(severity, failOn))
    .map(({ rule, severity, location }) => ({ rule, severity, location }));
  return { code: proven && remaining.length === 0 ? 0 : 1, failOn, proven, left: remaining };
}
