import { defaultFloors } from "../data/default-seccomp/floors.ts";
import { defaultCapabilities } from "../domain/profile/capability.ts";
import type { ReachItem } from "../domain/workload/host-access.ts";
import { allowedByRule, isNoWider } from "../data/seccomp/seccomp-allowed.ts";
import { allowedUnderAll, goArchitectures, type Floor } from "../data/seccomp/seccomp-floor.ts";
import { seccompOperators } from "../domain/profile/seccomp-operator.ts";
import type { SeccompArgument } from "../domain/profile/seccomp.ts";

interface Rule {
  readonly names?: unknown;
  readonly action?: unknown;
  readonly args?: unknown;
}

/** Docker 25 is the first that refuses io_uring; a syscall that a later version allows to every container needs no consent. */
const lastKnown = "9999";
/** Docker 25 and later require kernel 4.8, which satisfies every kernel condition of the profile. */
const kernel = "4.8";

let cachedFloors: readonly Floor[] | undefined;

/** The syscalls that Docker's filter allows to a container with the default capabilities, on any architecture. */
function dockerFloors(): readonly Floor[] {
  const architectures = [...Object.values(goArchitectures).filter((one) => one !== "s390x"), "arm", "x86", "x32"];
  cachedFloors ??= defaultFloors(
    { engine: "docker", version: lastKnown },
    { capabilities: defaultCapabilities, architectures, kernel },
  );
  return cachedFloors;
}

/**
 * The syscalls that a profile allows beyond the engine's own, from its JSON text. A text that is not a valid profile
 * counts as allowing everything.
 */
export function seccompReach(text: string): readonly ReachItem[] {
  const list = parsed(text);
  if (list === undefined || list.defaultAction !== "SCMP_ACT_ERRNO" || !Array.isArray(list.syscalls))
    return [calls("unconfined", "allows system calls that the engine's own list refuses")];
  const wider = new Set<string>();
  for (const rule of list.syscalls as readonly Rule[]) {
    if (rule.action === "SCMP_ACT_ERRNO") continue;
    const names = Array.isArray(rule.names) ? rule.names.map(String) : ["unconfined"];
    const args = rule.action === "SCMP_ACT_ALLOW" ? argumentsOf(rule.args) : undefined;
    for (const name of names)
      if (args === undefined || !isNoWider(allowedByRule(args), allowedUnderAll(dockerFloors(), name))) wider.add(name);
  }
  return [...wider].toSorted().map((name) => calls(name, "allows a system call that the engine's own list refuses"));
}

/** Undefined for invalid conditions; an empty list if there are none. */
function argumentsOf(args: unknown): readonly SeccompArgument[] | undefined {
  if (args === undefined || args === null) return [];
  return Array.isArray(args) && args.every(isArgument) ? args : undefined;
}

function isArgument(value: unknown): value is SeccompArgument {
  if (typeof value !== "object" || value === null) return false;
  const { index, value: number, valueTwo = 0, op } = value as Record<string, unknown>;
  return (
    Number.isInteger(index) &&
    (index as number) >= 0 &&
    (index as number) <= 5 &&
    [number, valueTwo].every((one) => Number.isSafeInteger(one) && (one as number) >= 0) &&
    (seccompOperators as readonly unknown[]).includes(op)
  );
}

function calls(value: string, description: string): ReachItem {
  return { kind: "seccomp", value, what: description };
}

function parsed(text: string): { readonly defaultAction?: unknown; readonly syscalls?: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
