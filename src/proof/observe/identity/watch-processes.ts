import { setTimeout } from "node:timers/promises";
import type { ProcessState, SeenProcesses } from "../../../domain/workload/process-state.ts";
import type { Container, Run } from "../../../sources/engine/types.ts";
import { processesBeside } from "../processes.ts";
import type { Moment, Observer } from "../observer.ts";
import { readProcess, ticksPerSecond, uptime, type ReadProcess } from "./read-processes.ts";
import { type Looked, settled, type Unlooked } from "./settled.ts";
import { topProcesses } from "./top-processes.ts";
import { byKey } from "../../../text/by-key.ts";

/** A process that has just been forked is still its parent: it is looked at again when it is older, in milliseconds. */
const youngMs = 150;

/** What looks worse than the original is looked at again so much later, in milliseconds: a program that executes itself again is root until it steps down again. */
const againMs = [150, 300, 600];

/** More states than these are not kept: no container that is compared has so many. */
const statesKept = 256;

interface Life {
  looks: number;
  readonly method: SeenProcesses["method"];
  readonly states: Map<string, ProcessState>;
  /** When its first process was started. */
  readonly main?: number;
  /** Its first look, until the next one tells what it counts as. */
  first?: readonly Looked[];
  /** Keys of its states in the last look. */
  last?: ReadonlySet<string>;
}

interface Watching {
  /** What it says of the states of a life has to last to be counted: what runs for less is judged by its trace. */
  readonly suspicious: (states: readonly Unlooked[], life: number, isLast: boolean) => boolean;
  /** Processes are traced as well: a look that would have to wait for them is left to the next one, but for the last. */
  readonly traced: boolean;
}

export interface ProcessesNow {
  readonly method: SeenProcesses["method"];
  readonly states: readonly Unlooked[];
}

/** As what a container's processes run: looked at once it is ready, after each step and before it is stopped. */
export function watchProcesses(
  run: Run,
  { suspicious, traced }: Watching,
): {
  readonly observer: Observer;
  /** Of each life that was looked at. */
  processes(life: number): SeenProcesses | undefined;
  /** As what all run now, of those that are no longer young; undefined where no one can see that, and once it has ended. */
  now(pid: number, container: Container): Promise<ProcessesNow | undefined>;
} {
  const local = run.engine.info.sameKernel;
  const lives = new Map<number, Life>();
  const count = (life: Life, states: readonly Unlooked[]) => {
    life.looks++;
    const told = new Map(states.map((state) => [JSON.stringify(state), state]));
    for (const [key, state] of told) {
      const known = life.states.get(key);
      if (known !== undefined || life.states.size < statesKept)
        life.states.set(key, { ...state, looks: (known?.looks ?? 0) + 1 });
    }
  };
  /** Counts the first look, once it is known what comes after it. */
  const countFirst = (life: Life, next: readonly Looked[]) => {
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
    let own = local ? await localStates(pid, !traced || isLast) : undefined;
    if (own === "too young") return;
    for (const wait of againMs) {
      if (
        own === undefined ||
        !suspicious(
          own.processes.flatMap(({ states }) => states),
          number,
          isLast,
        )
      )
        break;
      await setTimeout(wait);
      own = await localStates(pid);
    }
    // The number is another process's by now.
    if (begun?.main !== undefined && own !== undefined && own.main !== begun.main) return;
    // Not everybody may see what another user's processes execute.
    const seen = own === undefined ? await topProcesses(run, container) : own.processes.flatMap(({ states }) => states);
    if (seen === undefined || seen.length === 0) return;
    const method = own === undefined ? "top" : "proc";
    const life = begun ?? { looks: 0, method, states: new Map<string, ProcessState>(), ...(own && { main: own.main }) };
    lives.set(number, life);
    // Names and paths of programs cannot be compared.
    if (method !== life.method) return;
    countFirst(life, own?.processes ?? []);
    if (begun === undefined && own !== undefined) life.first = own.processes;
    else count(life, seen);
    if (isLast) life.last = new Set(seen.map((state) => JSON.stringify(state)));
  };
  return {
    observer: {
      ready: (moment) => look(moment),
      stepped: (moment) => look(moment),
      stopping: (moment) => look(moment, true),
    },
    async now(pid, container) {
      const own = local ? await localStates(pid) : undefined;
      if (own !== undefined) return { method: "proc", states: own.processes.flatMap(({ states }) => states) };
      const states = (await container.state()).pid === pid ? await topProcesses(run, container) : undefined;
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
  readonly processes: readonly Looked[];
}

/** Of all processes in the cgroup of `pid`; undefined when it has ended or may not be seen. */
async function localStates(pid: number): Promise<LocalStates | undefined>;
async function localStates(pid: number, waits: boolean): Promise<LocalStates | "too young" | undefined>;
async function localStates(pid: number, waits = true): Promise<LocalStates | "too young" | undefined> {
  let all = readAll(pid);
  const now = uptime();
  const youngest = all.reduce((least, one) => Math.min(least, ageMs(one, now)), youngMs);
  if (youngest < youngMs) {
    if (!waits) return "too young";
    const known = new Set(all.map(keyOf));
    await setTimeout(youngMs - youngest);
    const later = readAll(pid);
    const then = uptime();
    all = later.filter((one) => known.has(keyOf(one)) || ageMs(one, then) >= youngMs);
  }
  const main = all.find((one) => one.pid === pid);
  return main === undefined ? undefined : { main: main.started, processes: describe(all, pid) };
}

function readAll(main: number): ReadProcess[] {
  return processesBeside(main).flatMap((pid) => readProcess(pid) ?? []);
}

/** In milliseconds, to a tick. `now` is the uptime in seconds. */
function ageMs({ started }: ReadProcess, now: number): number {
  return Math.max(0, (now - started / ticksPerSecond) * 1000);
}

const keyOf = ({ pid, started }: ReadProcess) => `${pid}/${started}`;

/** What the engine puts in front of a container that asks for an init process: Docker's and Podman's. */
const ownInit = /^\/(?:sbin\/docker-init|dev\/init|run\/podman-init)$/u;

function describe(all: readonly ReadProcess[], main: number): Looked[] {
  const byPid = new Map(all.map((one) => [one.pid, one]));
  const parentsOf = (one: ReadProcess): string[] => {
    const parents: string[] = [];
    const passed = new Set<number>();
    for (let at = byPid.get(one.parent); at !== undefined && !passed.has(at.pid); at = byPid.get(at.parent)) {
      passed.add(at.pid);
      if (!(at.pid === main && ownInit.test(at.program))) parents.push(at.program);
    }
    return parents;
  };
  return all
    .filter(({ pid, program }) => !(pid === main && ownInit.test(program)))
    .map((one) => {
      const parents = parentsOf(one);
      return { key: keyOf(one), states: one.states.map((state) => ({ program: one.program, parents, ...state })) };
    });
}
