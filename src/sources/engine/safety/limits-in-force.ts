import type { CreateRequest } from "../../../domain/container/create-request.ts";
import { readLimits } from "../cgroups/limits.ts";
import { unenforcedLimits, type LimitName } from "../client/without-limits.ts";
import type { EngineSession } from "../types.ts";

/** A quota has whole microseconds, and memory whole pages: the engine may round, but never up by this much. */
const rounding = 1.01;

/**
 * Checks the cgroup of a container that was just started: an engine may claim to enforce a limit, accept it, and set
 * none. Such a limit is added to the engine's known gaps. Limits that are not visible are assumed to be set.
 */
export async function lookAtLimits(
  session: EngineSession,
  { id, pid }: { readonly id: string; readonly pid: number },
  spec: Pick<CreateRequest, "memoryBytes" | "pids" | "cpus">,
): Promise<void> {
  const { safety } = session;
  const { withoutLimits } = session.engine.info;
  const effectiveLimits = readLimits(pid, id);
  const pairs: readonly [LimitName, asked: number | undefined, has: number | undefined][] = [
    ["memory", Math.min(spec.memoryBytes ?? Infinity, safety.memoryBytes), effectiveLimits.memoryBytes],
    ["tasks", Math.min(spec.pids ?? Infinity, safety.tasks), effectiveLimits.tasks],
    ["CPU quota", spec.cpus, effectiveLimits.cpus],
  ];
  for (const [name, requested, has] of pairs)
    if (requested !== undefined && has !== undefined && has > requested * rounding && !withoutLimits.includes(name))
      withoutLimits.push(name);
  noteUnenforced(session);
}

/** Reports once which limits the engine lacks. */
export function noteUnenforced(session: Pick<EngineSession, "engine" | "note">): void {
  const open = unenforcedLimits(session.engine.info);
  if (open.length > 0)
    session.note(
      `limits of ${open.join(", ")} are not enforced by this engine: containers can use more, and nothing here shows that a profile's limits are enough`,
    );
}
