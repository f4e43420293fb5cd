import { capabilities, type Capability } from "../../../domain/profile/capability.ts";
import { programOf, taskTree, type Root, type Stage } from "./task-tree.ts";
import { loadsFilter, type TraceLine } from "./trace-line.ts";

export interface CapabilityUse {
  readonly name: Capability;
  readonly uses: number;
  /** Programs that used it, by the name under which they were executed. */
  readonly commands: readonly string[];
}

export interface TraceSummary {
  readonly uses: readonly CapabilityUse[];
  /** Maximum number of concurrent tasks, including threads. */
  readonly tasksPeak: number;
  /** Roots whose first exec is not in the trace: their work is unknown. */
  readonly unseen: readonly number[];
  /** Whether any process of a container was found. */
  readonly found: boolean;
  /** There were more checks than fit in memory: the uses are unknown. */
  readonly overflow: boolean;
}

/** One capability check of a task that may belong to the container. */
interface Check {
  readonly stage: Stage<undefined>;
  readonly cred: string;
  readonly cap: number;
  readonly allowed: boolean;
}

const checkPattern = /^cred (\S+), .*cap (\d+), ret (-?\d+)$/u;

const mostChecks = 400_000;
/** Maximum share of checks that remain after forgetting: forgetting scans all, so it must be rare. */
const stillKept = 0.75;

/**
 * Reads a trace of sched_process_fork, _exec, _exit and cap_capable line by line. `roots` are the engine's `State.Pid`
 * of each start, and the pid of each exec; `taskTree` determines their tasks. `granted` are the capabilities that the
 * container holds in this trial. `containers` are ids that identify a container that ended at once; the caller may add
 * more while the trace is read. Engines run containers of others too, under any load: above `checksKept` checks, those
 * of tasks outside of these containers' cgroups are forgotten.
 */
export function traceSummary(
  roots: readonly Root[],
  granted: readonly Capability[],
  containers: readonly string[] = [],
  checksKept = mostChecks,
) {
  const tree = taskTree<undefined>(() => undefined);
  // A process that ended before it was reported has the number 0.
  for (const root of roots) if (root.pid > 0) tree.root(root);
  const executed = new Map<Stage<undefined>, boolean>();
  let checks: Check[] = [];
  const lives: { readonly pid: number; readonly begins?: Stage<undefined> }[] = [];
  let overflow = false;

  /** Whether a task runs a program of the trace; the engine's threads existed before. */
  const wasExecuted = (stage: Stage<undefined>): boolean => {
    const knownAnswer = executed.get(stage);
    if (knownAnswer !== undefined) return knownAnswer;
    const answer = stage.program !== undefined || (stage.from !== undefined && wasExecuted(stage.from));
    executed.set(stage, answer);
    return answer;
  };

  /**
   * False if no cgroup identifies other containers. A command that is not yet attached or reported is forgotten too:
   * the result is a proposal, and a trial decides.
   */
  const forgetOthers = (): boolean => {
    const memberChecks = checks.filter(({ stage }) => tree.isAttached(stage) || tree.isMember(stage));
    if (!memberChecks.some(({ stage }) => tree.isAttached(stage)) || memberChecks.length > stillKept * checksKept)
      return false;
    checks = memberChecks;
    return true;
  };

  return {
    line(line: TraceLine): void {
      const { pid, event, args } = line;
      const task = tree.take(line, (cgroup) => containers.some((id) => cgroup.includes(id)));
      if (task !== undefined) {
        if (task.what === "attached") return;
        if (task.what === "execution" && task.ended.pid !== task.began.pid) lives.push({ pid: task.ended.pid });
        lives.push({ pid: task.began.pid, begins: task.began });
      } else if (event === "sys_enter") {
        if (loadsFilter(args)) tree.filter(pid);
      } else if (event === "sched_process_exit") {
        lives.push({ pid });
      } else if (event === "cap_capable") {
        const stage = tree.now(pid);
        if (!wasExecuted(stage)) return;
        const [, cred = "", cap, ret] = checkPattern.exec(args) ?? [];
        if (checks.length >= checksKept && !forgetOthers()) overflow = true;
        else checks.push({ stage, cred, cap: Number(cap), allowed: ret === "0" });
      }
    },
    /** A root that is reported while the trace runs. */
    root(root: Root): void {
      if (root.pid > 0) tree.root(root);
    },
    end(): TraceSummary {
      tree.end();
      const alive = new Set<number>();
      let tasksPeak = 0;
      for (const { pid, begins } of lives) {
        if (begins === undefined || !tree.isMember(begins)) alive.delete(pid);
        else alive.add(pid);
        tasksPeak = Math.max(tasksPeak, alive.size);
      }
      const grantedNumbers = new Set(granted.map((name) => capabilities.indexOf(name)));
      const memberChecks = checks.filter(({ stage }) => tree.isMember(stage));
      return {
        uses: countUses(ownChecks(memberChecks, grantedNumbers)),
        tasksPeak,
        found: tree.hasRoots(),
        unseen: tree.missing().map(({ pid }) => pid),
        overflow,
      };
    },
  };
}

/**
 * Removes checks that overlayfs made inside the container's system calls with its mounter's credentials. A credential
 * that passes a check for a capability that the container lacks is foreign; one that fails such a check is the
 * container's. The kernel reuses the addresses, so the nearest such check with the same address decides, one of the
 * same task first. Without any, the check counts as a use: a trial decides.
 */
function ownChecks(checks: readonly Check[], granted: ReadonlySet<number>): Check[] {
  const byCred = new Map<string, number[]>();
  const byTask = new Map<string, number[]>();
  for (const [at, check] of checks.entries()) {
    if (granted.has(check.cap)) continue;
    push(byCred, check.cred, at);
    push(byTask, `${check.cred}/${check.stage.pid}`, at);
  }
  return checks.filter((check, at) => {
    const sentinel = nearest(byTask.get(`${check.cred}/${check.stage.pid}`), at) ?? nearest(byCred.get(check.cred), at);
    return sentinel === undefined || checks[sentinel]?.allowed === false;
  });
}

function push(map: Map<string, number[]>, key: string, at: number): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [at]);
  else list.push(at);
}

/** The element of a sorted list nearest to `at`, the earlier one of two. */
function nearest(list: readonly number[] | undefined, at: number): number | undefined {
  if (list === undefined) return undefined;
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle] ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  const after = list[low];
  const before = list[low - 1];
  if (before === undefined || after === undefined) return before ?? after;
  return at - before <= after - at ? before : after;
}

function countUses(checks: readonly Check[]): CapabilityUse[] {
  const usesByCapability = new Map<number, { uses: number; commands: Set<string> }>();
  for (const { cap, allowed, stage } of checks) {
    if (!allowed) continue;
    const use = usesByCapability.get(cap) ?? { uses: 0, commands: new Set() };
    use.uses++;
    use.commands.add(programOf(stage));
    usesByCapability.set(cap, use);
  }
  return [...usesByCapability]
    .toSorted(([a], [b]) => a - b)
    .flatMap(([cap, { uses, commands }]) => {
      const name = capabilities[cap];
      return name === undefined ? [] : [{ name, uses, commands: [...commands].toSorted() }];
    });
}
