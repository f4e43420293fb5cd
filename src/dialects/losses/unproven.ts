import type { Loss } from "../../domain/profile/loss.ts";

/**
 * Losses after which the container runs without a proven restriction. A stronger restriction can break the service, but
 * confines no less.
 */
const lost: readonly Loss["kind"][] = ["weaker", "differs", "dropped", "unsupported"];

/** Fields that confine the container: the proof relied on all of them together. */
const confining =
  /^(?:user|capabilities|seccomp|noNewPrivileges|readOnlyRootfs|tmpfs|volumes|anonymousVolumes|memoryBytes|shmBytes|cpus|pids|ulimits|devices|network|sysctls|ports)\b/;

/** The sentence in the receipt about a lost restriction; undefined without one. */
export function unproven(losses: readonly Loss[]): string | undefined {
  const fields = losses.filter(({ kind, field }) => lost.includes(kind) && confining.test(field));
  const [first] = fields;
  if (first === undefined) return undefined;
  const fieldText = [...new Set(fields.map(({ field }) => field))].join(", ");
  const targetText = first.targetVersion === undefined ? first.target : `${first.target} ${first.targetVersion}`;
  return `Not proven for this target (${targetText}): the proof relied on ${fieldText}.`;
}
