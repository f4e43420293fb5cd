import type { Restrictions } from "../../../domain/profile/restrictions.ts";
import type { EngineInfo } from "../../../sources/engine/types.ts";
import type { ExperimentRunner } from "../experiment-runner.ts";
import { grantedTo } from "../../restrictions/granted-to.ts";
import { byKey } from "../../../text/by-key.ts";

type Setting = Pick<ExperimentRunner, "imageSummary" | "workload"> & {
  readonly session: { readonly engine: { readonly info: Pick<EngineInfo, "name" | "cpus" | "memoryBytes"> } };
};

/**
 * False if a container runs the same under both: a limit above the machine's, `--user 0:0` on an image of root, all
 * capabilities dropped and each added again. Lifting such a restriction changes nothing, so a pass without it is
 * chance.
 */
export function changes(before: Restrictions, after: Restrictions, runner: Setting): boolean {
  return JSON.stringify(inForce(before, runner)) !== JSON.stringify(inForce(after, runner));
}

/** Root with its own group; `0:100` differs. */
const root = /^(?:0|root)?(?::(?:0|root))?$/u;

/**
 * Restrictions without those that the container or the machine implies; a new field counts unless it is listed here.
 * Keys are sorted.
 */
function inForce(restrictions: Restrictions, runner: Setting): unknown {
  const { cpus, memoryBytes } = runner.session.engine.info;
  const { user, dropAll, addCapabilities = [], network, tmpfs = [] } = restrictions;
  const dropped = dropAll === true && grantedTo(runner).some((name) => !addCapabilities.includes(name));
  const isImageUser =
    user === undefined || user === runner.imageSummary.user || (root.test(user) && root.test(runner.imageSummary.user));
  const effectiveRestrictions: Readonly<Record<string, unknown>> = {
    ...restrictions,
    user: isImageUser ? undefined : user,
    dropAll: dropped,
    addCapabilities: dropped ? addCapabilities.toSorted() : undefined,
    network: network ?? runner.workload.grants?.network ?? "private",
    init: restrictions.init ?? runner.workload.grants?.init,
    memoryBytes: (restrictions.memoryBytes ?? Infinity) >= memoryBytes ? undefined : restrictions.memoryBytes,
    cpus: (restrictions.cpus ?? Infinity) >= cpus ? undefined : restrictions.cpus,
    tmpfs: tmpfs.toSorted((a, b) => (a.path < b.path ? -1 : 1)),
  };
  // False, empty and absent are equal.
  const isOff = (value: unknown) =>
    value === undefined || value === false || (Array.isArray(value) && value.length === 0);
  return Object.entries(effectiveRestrictions)
    .filter(([, value]) => !isOff(value))
    .toSorted(byKey);
}
