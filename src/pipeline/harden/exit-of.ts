import { fails, type FailOn } from "../../domain/finding/fail-on.ts";
import type { Finding } from "../../domain/finding/finding.ts";
import type { HardenExit } from "../../domain/report/harden-exit.ts";
import type { Proof } from "../../domain/workload/trial.ts";

/**
 * How `harden` ends. A proof says that the result behaves as before, and nothing of what it still holds: a password in a Compose file passes each trial. So findings
 * fail here as they fail `check`, those of the result alone (`targets`), and not what a baseline has accepted.
 */
export function exitOf(
  { verdict }: Pick<Proof, "verdict">,
  findings: readonly Finding[],
  targets: readonly string[],
  failOn: FailOn,
): HardenExit {
  const proven = verdict === "holds";
  const left = findings
    .filter(({ target, severity, state }) => targets.includes(target) && state !== "same" && fails(severity, failOn))
    .map(({ rule, severity, location }) => ({ rule, severity, location }));
  return { code: proven && left.length === 0 ? 0 : 1, failOn, proven, left };
}
