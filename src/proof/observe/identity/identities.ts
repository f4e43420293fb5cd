import { readdir } from "node:fs/promises";
import type { EngineSession } from "../../../sources/engine/types.ts";
import type { Moment, Observer } from "../observer.ts";
import { kernelText } from "../../../sources/engine/kernel-text.ts";

export interface Identity {
  readonly uid: number;
  readonly gid: number;
}

/**
 * Users of a ready container's processes: an entrypoint may have changed its user, and a server that of its workers.
 */
export interface Processes {
  readonly main?: Identity;
  /** Users of all its processes, the most frequent first; only that of the main one if no other is visible. */
  readonly all: readonly Identity[];
  /** Zombie children of the main process after the steps. */
  readonly zombies: number;
}

export function idText({ uid, gid }: Identity): string {
  return `${uid}:${gid}`;
}

/** The user to which a container started as root steps down: that of its main process, else of its workers. */
export function finalUser(observedProcesses: Processes | undefined): Identity | undefined {
  if (observedProcesses?.main !== undefined && observedProcesses.main.uid !== 0) return observedProcesses.main;
  return observedProcesses?.all.find(({ uid }) => uid !== 0);
}

export function observeProcesses(session: EngineSession): {
  readonly observer: Observer;
  processes(): Processes | undefined;
} {
  let main: Identity | undefined;
  let identities: Identity[] = [];
  let zombies = 0;
  let ready = false;
  return {
    observer: {
      async ready(moment) {
        if (ready) return;
        ready = true;
        main = session.engine.info.sameKernel ? fromProc(moment.pid) : undefined;
        main ??= await fromId((command) => moment.container.exec(command, { timeoutMs: 5000 }));
        identities = main === undefined ? [] : [main];
        if (session.engine.info.sameKernel) identities.push(...(await identitiesOf(session, moment)));
      },
      async stopping(moment) {
        if (moment.life === 0 && session.engine.info.sameKernel) zombies = await zombiesOf(moment.pid);
      },
    },
    processes: () => (ready ? { ...(main && { main }), all: byFrequency(identities), zombies } : undefined),
  };
}

/** Process ids on the engine's host; none if the container has ended. */
async function pidsOf(session: EngineSession, { container }: Moment): Promise<number[]> {
  const query = { ps_args: "-eo pid" };
  const answer = await session.engine
    .call<{ Processes?: string[][] | null }>({ method: "GET", path: `/containers/${container.id}/top`, query })
    .catch(() => undefined);
  return (answer?.Processes ?? []).map(([pid]) => Number(pid)).filter((pid) => pid > 0);
}

async function identitiesOf(session: EngineSession, moment: Moment): Promise<Identity[]> {
  const childPids = (await pidsOf(session, moment)).filter((pid) => pid !== moment.pid);
  return childPids.map(fromProc).filter((identity) => identity !== undefined);
}

/** Read twice: a child that has just ended is not a permanent zombie. */
async function zombiesOf(pid: number): Promise<number> {
  if (pid <= 0) return 0;
  const first = await endedChildren(pid);
  if (first.size === 0) return 0;
  await new Promise((resolve) => setTimeout(resolve, 200));
  return (await endedChildren(pid)).intersection(first).size;
}

/** Reads all processes: the engine lists those of the cgroup, which zombies have left (Linux 5.2). */
async function endedChildren(parent: number): Promise<Set<string>> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/u.test(name));
  return new Set(pids.filter((pid) => isZombieOf(kernelText(`/proc/${pid}/stat`) ?? "", parent)));
}

/** State and parent are fields 3 and 4 of proc_pid_stat(5); the name before them may contain blanks and brackets. */
export function isZombieOf(stat: string, parent: number): boolean {
  const [state, of] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return state === "Z" && Number(of) === parent;
}

function byFrequency(identities: readonly Identity[]): Identity[] {
  const countsById = new Map<string, { identity: Identity; count: number }>();
  for (const identity of identities) {
    const tally = countsById.get(idText(identity));
    countsById.set(idText(identity), { identity, count: (tally?.count ?? 0) + 1 });
  }
  return [...countsById.values()].toSorted((a, b) => b.count - a.count).map(({ identity }) => identity);
}

/** Real ids from /proc/PID/status, in the container's user namespace. */
function fromProc(pid: number): Identity | undefined {
  const status = kernelText(`/proc/${pid}/status`) ?? "";
  const uid = /^Uid:\s+(\d+)/mu.exec(status)?.[1];
  const gid = /^Gid:\s+(\d+)/mu.exec(status)?.[1];
  if (uid === undefined || gid === undefined) return undefined;
  const [uids, gids] = ["uid_map", "gid_map"].map((name) => kernelText(`/proc/${pid}/${name}`));
  const inside = { uid: mapped(uids ?? "", Number(uid)), gid: mapped(gids ?? "", Number(gid)) };
  return inside.uid === undefined || inside.gid === undefined ? undefined : { uid: inside.uid, gid: inside.gid };
}

/** `map` is /proc/PID/uid_map, user_namespaces(7): first id inside, first id outside, length. */
export function mapped(map: string, outside: number): number | undefined {
  for (const line of map.split("\n")) {
    const [inside, first, length] = line.trim().split(/\s+/u).map(Number);
    if (inside === undefined || first === undefined || length === undefined) continue;
    if (outside >= first && outside < first + length) return outside - first + inside;
  }
  return undefined;
}

async function fromId(
  exec: (command: readonly string[]) => Promise<{ exitCode: number; stdout: string }>,
): Promise<Identity | undefined> {
  const numbers: number[] = [];
  for (const flag of ["-u", "-g"]) {
    const answer = await exec(["id", flag]).catch(() => undefined);
    const value = Number(answer?.stdout.trim() || Number.NaN);
    if (answer?.exitCode !== 0 || !Number.isInteger(value)) return undefined;
    numbers.push(value);
  }
  const [uid, gid] = numbers;
  return uid === undefined || gid === undefined ? undefined : { uid, gid };
}
