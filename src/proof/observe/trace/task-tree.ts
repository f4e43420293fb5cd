import { attachedTask, execution, forkedTask, type TraceLine } from "./trace-line.ts";

/** One process while it runs one program: from its fork or execution to the next execution. */
export interface Stage<T> {
  readonly pid: number;
  /** The stage that it was forked or executed from; undefined if that began before the trace. */
  readonly from: Stage<T> | undefined;
  /** The executed file as named in the call; undefined for a fork. */
  readonly program?: string;
  readonly data: T;
}

/** A process of the container, as reported by the engine. */
export interface Root {
  readonly pid: number;
  /** Time of CLOCK_MONOTONIC, in seconds, at which the engine reported it, since pids are reused. */
  readonly at: number;
}

/** Effect of a trace line on tasks: the stages that it ended or began. */
export type TaskLine<T> =
  | { readonly what: "fork"; readonly began: Stage<T> }
  | { readonly what: "execution"; readonly ended: Stage<T>; readonly began: Stage<T> }
  | { readonly what: "attached" };

interface Life<T> {
  now: Stage<T>;
  readonly executions: Stage<T>[];
}

/**
 * Tasks by fork and execution, so that each observation can be attributed once the engine has reported the container's
 * process. A root is the container from its first execution on: before it, the same pid is the runtime's (runc's last
 * stage only executes the entrypoint).
 */
export function taskTree<T>(newData: (from: Stage<T> | undefined) => T) {
  const lives = new Map<number, Life<T>>();
  const waiting: Root[] = [];
  const roots = new Set<Stage<T>>();
  const tasks = new Map<Stage<T>, boolean>();
  const attached = new Set<Stage<T>>();
  const filtered = new Set<Stage<T>>();

  const begin = (pid: number, from: Stage<T> | undefined): Life<T> => {
    const life: Life<T> = { now: { pid, from, data: newData(from) }, executions: [] };
    lives.set(pid, life);
    return life;
  };
  const life = (pid: number) => lives.get(pid) ?? begin(pid, undefined);

  /** A root can be determined once the trace has reached the time at which the engine reported it. */
  const settle = (time: number) => {
    for (let at = waiting.length - 1; at >= 0; at--) {
      const root = waiting[at];
      if (root === undefined || root.at > time) continue;
      const first = lives.get(root.pid)?.executions[0];
      if (first === undefined) continue;
      waiting.splice(at, 1);
      roots.add(first);
      tasks.clear();
    }
  };

  const isMember = (stage: Stage<T>): boolean => {
    const path: Stage<T>[] = [];
    let at: Stage<T> | undefined = stage;
    let answer = false;
    for (; at !== undefined; at = at.from) {
      const knownAnswer = tasks.get(at);
      if (knownAnswer !== undefined || roots.has(at)) {
        answer = knownAnswer ?? true;
        break;
      }
      path.push(at);
    }
    for (const each of path) tasks.set(each, answer);
    return answer;
  };

  /** `formerPid` is the thread that executed; it takes over the pid of its process. */
  const execute = (pid: number, formerPid: number, program: string): TaskLine<T> => {
    const from = life(formerPid).now;
    const currentLife = life(pid);
    currentLife.now = { pid, from, program, data: newData(from) };
    currentLife.executions.push(currentLife.now);
    if (formerPid !== pid) lives.delete(formerPid);
    if (filtered.has(from) && below(attached, from)) {
      roots.add(currentLife.now);
      tasks.clear();
    }
    return { what: "execution", ended: from, began: currentLife.now };
  };

  return {
    /**
     * Reads sched_process_fork, sched_process_exec and cgroup_attach_task; undefined for other events. `isContainer`
     * tests the cgroup of an attached task. An attached task is not yet a root: runc executes itself once more
     * afterwards. But a program that a task below it executes with a seccomp filter is the container's, even if it
     * ended before the engine could report it.
     */
    take({ time, event, pid, args }: TraceLine, isContainer: (cgroup: string) => boolean): TaskLine<T> | undefined {
      settle(time);
      if (event === "sched_process_fork") return { what: "fork", began: begin(forkedTask(args), life(pid).now).now };
      if (event === "sched_process_exec") {
        const { program, pid: processId, before } = execution(args);
        return execute(processId, before, program);
      }
      if (event !== "cgroup_attach_task") return undefined;
      const task = attachedTask(args, isContainer);
      if (task !== undefined) attached.add(life(task).now);
      return { what: "attached" };
    },
    /** `pid` loaded a seccomp filter. */
    filter: (pid: number) => void filtered.add(life(pid).now),
    /**
     * The task, or an ancestor of it, is in the container's cgroup: the runtime's last stage, and all of the container.
     */
    isAttached: (stage: Stage<T>): boolean => below(attached, stage),
    hasFilter: (stage: Stage<T>): boolean => filtered.has(stage),
    hasRoots: (): boolean => roots.size > 0,
    /** The current stage of `pid`. */
    now: (pid: number): Stage<T> => life(pid).now,
    root(root: Root): void {
      waiting.push(root);
    },
    /** The trace is complete: roots that were reported later are found as well. */
    end: () => settle(Number.POSITIVE_INFINITY),
    isMember,
    /** The runtime's stage before each of the container's roots. */
    runtimeStages: (): Stage<T>[] => [...roots].flatMap(({ from }) => from ?? []),
    /** Roots that were reported and not found. */
    missing: (): readonly Root[] => waiting,
  };
}

function below<T>(stages: ReadonlySet<Stage<T>>, stage: Stage<T>): boolean {
  for (let at: Stage<T> | undefined = stage; at !== undefined; at = at.from) if (stages.has(at)) return true;
  return false;
}

/** Base name under which a task's program was executed. */
export function programOf(stage: Stage<unknown>): string {
  for (let at: Stage<unknown> | undefined = stage; at !== undefined; at = at.from)
    if (at.program !== undefined) return at.program.slice(at.program.lastIndexOf("/") + 1);
  return "";
}
