import type { Loss } from "../../domain/profile/loss.ts";

/** Losses after which the container does not run under what was proven. What is stronger can break the service, and confines no less. */
const lost: readonly Loss["kind"][] = ["weaker", "differs", "dropped", "unsupported"];

/** Fields that confine the container: the proof relied on all of them together. */
const confining =
  /^(?:user|capabilities|seccomp|noNewPrivileges|readOnlyRootfs|tmpfs|volumes|anonymousVolumes|memoryBytes|shmBytes|cpus|pids|ulimits|devices|network|sysctls|ports)\b/;

/** The sentence that the receipt carries when a confinement is lost; undefined when none is. */
export function unproven(losses: readonly Loss[]): string | undefined {
  const fields = losses.filter(({ kind, field }) => lost.includes(kind) && confining.test(field));
  const [first] = fields;
  if (first === undefined) return undefined;
  const named = [...new Set(fields.map(({ field }) => field))].join(", ");
  const where = first.targetVersion === undefined ? first.target : `${first.target} ${first.targetVersion}`;
  return `Not proven for this target (${where}): the proof relied on ${named}.`;
}
