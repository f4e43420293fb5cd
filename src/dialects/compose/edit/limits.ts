import type { Located, ContainerSpec } from "../../../domain/container/container-spec.ts";
import { isScalar, type Node } from "yaml";
import { removeAt } from "../../../edits/yaml/remove.ts";
import { replacePair } from "../../../edits/yaml/replace.ts";
import { isNothing } from "../../../edits/yaml/tokens.ts";
import { atSaid } from "./said-place.ts";
import type { NotEdited } from "../../../edits/yaml/yaml-text.ts";
import { both, setValue, valueIn, type ComposeEdit, type Service } from "./service.ts";

export type Limit = "memoryBytes" | "memorySwapBytes" | "cpus" | "pids";

const keys = { memoryBytes: "mem_limit", memorySwapBytes: "memswap_limit", cpus: "cpus", pids: "pids_limit" } as const;
const block = ["deploy", "resources", "limits"];
const deployed = { memoryBytes: "memory", cpus: "cpus", pids: "pids" } as const;

/**
 * Sets a limit next to the service's other limits: compose refuses `mem_limit`, `cpus` and `pids_limit` together with a
 * `deploy.resources.limits` with another value.
 */
export function setLimit(
  service: Service,
  container: ContainerSpec,
  limit: Limit,
  to: number,
): ComposeEdit | NotEdited {
  const problem = unfit(container, limit, to);
  if (problem !== undefined) return { refused: problem };
  const value = valueOf(limit, to);
  if (limit === "cpus" && timesIn(service).length > 0) return setQuota(service, to);
  if (limit === "memorySwapBytes") return setValue(service, [keys[limit]], value);
  const parts = [...service.written.flat(), ...service.parents];
  const inDeploy = parts.some((part) => !isNothing(valueIn(part, block) ?? null));
  if (!inDeploy) return setValue(service, [keys[limit]], value);
  const deploy =
    limit === "pids"
      ? setValue(service, [...block, deployed[limit]], to)
      : setValue(service, [...block, deployed[limit]], String(value), limit === "cpus" ? "double" : "plain");
  if ("refused" in deploy || !parts.some((part) => valueIn(part, [keys[limit]]) !== undefined)) return deploy;
  const serviceEdit = setValue(service, [keys[limit]], value);
  return "refused" in serviceEdit ? serviceEdit : both(deploy, serviceEdit);
}

/** Replaces the line of another key by a limit: `cpu_shares: 8` becomes `cpus: 0.5`. */
export function setLimitInPlaceOf(
  service: Service,
  container: ContainerSpec,
  setting: Located<unknown>,
  limit: Limit,
  to: number,
): ComposeEdit | NotEdited {
  const problem = unfit(container, limit, to);
  if (problem !== undefined) return { refused: problem };
  const parts = [...service.written.flat(), ...service.parents];
  const isFree =
    !(limit === "cpus" && timesIn(service).length > 0) &&
    parts.every((part) => valueIn(part, [keys[limit]]) === undefined && isNothing(valueIn(part, block) ?? null));
  if (isFree)
    return atSaid(service, setting, (part, place) => replacePair(part.yaml, place, keys[limit], valueOf(limit, to)));
  const set = setLimit(service, container, limit, to);
  const removal = atSaid(service, setting, (part, place) => removeAt(part.yaml, place));
  return "refused" in set ? set : "refused" in removal ? removal : both(removal, set);
}

/** The engine refuses `cpus` together with either: "Nano CPUs and CPU Quota cannot both be set". */
function timesIn(service: Service): readonly Node[] {
  return [...service.written.flat(), ...service.parents].flatMap((part) =>
    ["cpu_quota", "cpu_period"].flatMap((key) => valueIn(part, [key]) ?? []),
  );
}

/** In the file's unit: microseconds per period, which is 100 ms by default. */
function setQuota(service: Service, cpus: number): ComposeEdit | NotEdited {
  const periods = [...service.written.flat(), ...service.parents].flatMap(
    (part) => valueIn(part, ["cpu_period"]) ?? [],
  );
  const period =
    periods.length === 0 ? 100_000 : Number(periods.length === 1 && isScalar(periods[0]) && periods[0].value);
  const quota = Math.round(cpus * period);
  // The engine's minimum.
  if (!(quota >= 1000)) return { refused: "cpu_period is there, and no quota of it is this limit" };
  return setValue(service, ["cpu_quota"], quota);
}

function valueOf(limit: Limit, to: number): string | number {
  return limit === "cpus" || limit === "pids" ? to : asSize(to);
}

/** Limits that the engine would refuse: "Minimum memory limit can not be less than memory reservation limit", and a swap limit below the memory. */
function unfit(
  { memoryReservationBytes, memorySwapBytes, memoryBytes }: ContainerSpec,
  limit: Limit,
  to: number,
): string | undefined {
  if (!Number.isFinite(to)) return "the limit is no number";
  const swap = memorySwapBytes?.value;
  if (limit === "memoryBytes" && (memoryReservationBytes?.value ?? 0) > to)
    return "more memory than this is reserved; lower the reservation, too";
  if (limit === "memoryBytes" && swap !== undefined && swap !== -1 && swap < to)
    return "the limit of memory and swap together is lower; raise it, too";
  if (limit === "memorySwapBytes" && to !== -1 && to < (memoryBytes?.value ?? 0))
    return "the memory limit alone is higher";
  return undefined;
}

/** In the largest unit without a remainder; compose's units are powers of 1,024. */
export function asSize(bytes: number): string | number {
  if (bytes <= 0) return bytes;
  const unit = (["g", "m", "k"] as const).find((_, index) => bytes % 1024 ** (3 - index) === 0);
  return unit === undefined ? `${bytes}b` : `${bytes / 1024 ** { g: 3, m: 2, k: 1 }[unit]}${unit}`;
}
