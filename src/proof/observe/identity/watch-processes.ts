import { setTimeout } from "node:timers/promises";
import type { ProcessState, SeenProcesses } from "../../../domain/workload/process-state.ts";
import type { Container, EngineSession } from "../../../sources/engine/types.ts";
import { processesBeside } from "../processes.ts";
import type { Moment, Observer } from "../observer.ts";
import { readProcess, ticksPerSecond, uptime, type ReadProcess } from "./read-processes.ts";
import { type ProcessLook, settled, type Unlooked } from "./settled.ts";
import { topProcesses } from "./top-processes.ts";
import { byKey } from "../../../text/by-key.ts";

/**
 * Minimum age in milliseconds: a process that was just forked still has its parent's state, and is read again later.
 */
const youngMs = 150;

/**
 * Delay in milliseconds before a process that seems worse than the original is read again: a program that executes
 * itself again is root until it drops privileges again.
 */
const againMs = [150, 300, 600];

/** Maximum number of states; compared containers have fewer. */
const statesKept = 256;

interface Life {
  looks: number;
  readonly method: SeenProcesses["method"];
  readonly states: Map<string, ProcessState>;
  /** When its first process was started. */
  readonly main?: number;
  /** The first sample, until the next one determines its states. */
  first?: readonly ProcessLook[];
  /** Keys of its states in the last sample. */
  last?: ReadonlySet<string>;
}

interface Watching {
  /** Minimum duration of a counted state: the trace covers shorter ones. */
  readonly suspicious: (states: readonly Unlooked[], life: number, isLast: boolean) => boolean;
  /** Processes are also traced: a sample that would have to wait for them is skipped, except for the last one. */
  readonly traced: boolean;
}

export interface ProcessesNow {
  readonly method: SeenProcesses["method"];
  readonly states: readonly Unlooked[];
}

/** States of a container's processes: read once it is ready, after each step and before the stop. */
export function watchProcesses(
  session: EngineSession,
  { suspicious, traced }: Watching,
): {
  readonly observer: Observer;
  /** States of each sampled life. */
  processes(life: number): SeenProcesses | undefined;
  /** Current states of all processes except young ones; undefined if unknown, and after the end. */
  now(pid: number, container: Container): Promise<ProcessesNow | undefined>;
} {
  const local = session.engine.info.sameKernel;
  const lives = new Map<number, Life>();
  const count = (life: Life, states: readonly Unlooked[]) => {
    life.looks++;
    const uniqueStates = new Map(states.map((state) => [JSON.stringify(state), state]));
    for (const [key, state] of uniqueStates) {
      const countedState = life.states.get(key);
      if (countedState !== undefined || life.states.size < statesKept)
        life.states.set(key, { ...state, looks: (countedState?.looks ?? 0) + 1 });
    }
  };
  /** Counts the first sample, with its states from the next one. */
  const countFirst = (life: Life, next: readonly ProcessLook[]) => {
    if (life.first === undefined) return;
    const first = settled(life.first, next);
    delete life.first;
    count(
      life,
      first.flatMap(({ states }) => states),
    );
  };
  const look = async ({ pid, life: number, container }: Moment, isLast = false) => {
    if (pid <= 0) return;
    const begun = lives.get(number);
    let localLook = local ? await localStates(pid, !traced || isLast) : undefined;
    if (localLook === "too young") return;
    for (const wait of againMs) {
      if (
        localLook === undefined ||
        !suspicious(
          localLook.processes.flatMap(({ states }) => states),
          number,
          isLast,
        )
      )
        break;
      await setTimeout(wait);
      localLook = await localStates(pid);
    }
    // The number belongs to another process.
    if (begun?.main !== undefined && localLook !== undefined && localLook.main !== begun.main) return;
    // Another user's programs may not be visible.
    const states =
      localLook === undefined
        ? await topProcesses(session, container)
        : localLook.processes.flatMap(({ states }) => states);
    if (states === undefined || states.length === 0) return;
    const method = localLook === undefined ? "top" : "proc";
    const life = begun ?? {
      looks: 0,
      method,
      states: new Map<string, ProcessState>(),
      ...(localLook && { main: localLook.main }),
    };
    lives.set(number, life);
    // Names and paths of programs cannot be compared.
    if (method !== life.method) return;
    countFirst(life, localLook?.processes ?? []);
    if (begun === undefined && localLook !== undefined) life.first = localLook.processes;
    else count(life, states);
    if (isLast) life.last = new Set(states.map((state) => JSON.stringify(state)));
  };
  return {
    observer: {
      ready: (moment) => look(moment),
      stepped: (moment) => look(moment),
      stopping: (moment) => look(moment, true),
    },
    async now(pid, container) {
      const localLook = local ? await localStates(pid) : undefined;
      if (localLook !== undefined)
        return { method: "proc", states: localLook.processes.flatMap(({ states }) => states) };
      const states = (await container.state()).pid === pid ? await topProcesses(session, container) : undefined;
      return states && { method: "top", states };
    },
    processes(number) {
      const life = lives.get(number);
      if (life === undefined) return undefined;
      countFirst(life, []);
      const states = [...life.states]
        .toSorted(byKey)
        .map(([key, state]) => ({ ...state, ...(life.last?.has(key) === true && { last: true as const }) }));
      return { looks: life.looks, method: life.method, states };
    },
  };
}

interface LocalStates {
  readonly main: number;
  readonly processes: readonly ProcessLook[];
}

/** All processes in the cgroup of `pid`; undefined if it has ended or is not visible. */
async function localStates(pid: number): Promise<LocalStates | undefined>;
async function localStates(pid: number, waits: boolean): Promise<LocalStates | "too young" | undefined>;
async function localStates(pid: number, waits = true): Promise<LocalStates | "too young" | undefined> {
  let processes = readAll(pid);
  const uptimeBefore = uptime();
  const youngest = processes.reduce((least, one) => Math.min(least, ageMs(one, uptimeBefore)), youngMs);
  if (youngest < youngMs) {
    if (!waits) return "too young";
    const knownKeys = new Set(processes.map(keyOf));
    await setTimeout(youngMs - youngest);
    const later = readAll(pid);
    const uptimeAfter = uptime();
    processes = later.filter((one) => knownKeys.has(keyOf(one)) || ageMs(one, uptimeAfter) >= youngMs);
  }
  const main = processes.find((processInfo) => processInfo.pid === pid);
  return main === undefined ? undefined : { main: main.started, processes: describe(processes, pid) };
}

function readAll(main: number): ReadProcess[] {
  return processesBeside(main).flatMap((pid) => readProcess(pid) ?? []);
}

/** In milliseconds, with the precision of a tick. `uptimeSeconds` is the machine's uptime. */
function ageMs({ started }: ReadProcess, uptimeSeconds: number): number {
  return Math.max(0, (uptimeSeconds - started / ticksPerSecond) * 1000);
}

const keyOf = ({ pid, started }: ReadProcess) => `${pid}/${started}`;

/** The init processes of Docker and Podman for containers that request one. */
const ownInit = /^\/(?:sbin\/docker-init|dev\/init|run\/podman-init)$/u;

function describe(processes: readonly ReadProcess[], main: number): ProcessLook[] {
  const byPid = new Map(processes.map((processInfo) => [processInfo.pid, processInfo]));
  const parentsOf = (processInfo: ReadProcess): string[] => {
    const parents: string[] = [];
    const passed = new Set<number>();
    for (let at = byPid.get(processInfo.parent); at !== undefined && !passed.has(at.pid); at = byPid.get(at.parent)) {
      passed.add(at.pid);
      if (!(at.pid === main && ownInit.test(at.program))) parents.push(at.program);
    }
    return parents;
  };
  return processes
    .filter(({ pid, program }) => !(pid === main && ownInit.test(program)))
    .map((processInfo) => {
      const parents = parentsOf(processInfo);
      return {
        key: keyOf(processInfo),
        states: processInfo.states.map((state) => ({ program: processInfo.program, parents, ...state })),
      };
    });
}
