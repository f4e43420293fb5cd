import { capabilities, type Capability } from "../../domain/capability.ts";

export interface CapabilityUse {
  readonly name: Capability;
  readonly uses: number;
  /** Programs that used it, by the name they were executed under. */
  readonly commands: readonly string[];
}

export interface TraceSummary {
  readonly uses: readonly CapabilityUse[];
  /** Most tasks (threads included) that lived at one time. */
  readonly tasksPeak: number;
  /** Roots whose first exec is not in the trace: what they did is not known. */
  readonly unseen: readonly number[];
  /** More checks than are kept in memory: the uses are not known. */
  readonly overflow: boolean;
}

/** One capability check of a task of the container. */
interface Check {
  readonly pid: number;
  readonly command: string;
  readonly cred: string;
  readonly cap: number;
  readonly allowed: boolean;
}

// "COMM-PID [CPU] flags TIME: EVENT: arguments", Documentation/trace/ftrace.rst, "Output format".
const linePattern = /^\s*.{1,16}?-(\d+)\s+\[\d+\]\s+\S+\s+[\d.]+: (\w+): (.*)$/u;
// Names of commands and files are the container's own text: the numbers are taken from the end of the line.
const forkPattern = / child_pid=(\d+)$/u;
const execPattern = /^filename=(.*) pid=(\d+) old_pid=(\d+)$/u;
const checkPattern = /^cred (\S+), .*cap (\d+), ret (-?\d+)$/u;

const checksKept = 400_000;

/**
 * Reads a trace of sched_process_fork, _exec, _exit and cap_capable line by line.
 *
 * `roots` are the engine's `State.Pid` of each start, and the pid of each exec. A task belongs to the container from its
 * root's first exec on: before it, the same pid is the runtime's (runc's last stage never executes anything else).
 * `granted` are the capabilities that the container holds in this run.
 */
export function traceSummary(roots: readonly number[], granted: readonly Capability[]) {
  const waiting = new Map<number, number>();
  for (const root of roots) waiting.set(root, (waiting.get(root) ?? 0) + 1);
  const inside = new Map<number, string>();
  const alive = new Set<number>();
  const checks: Check[] = [];
  let tasksPeak = 0;
  let overflow = false;

  const enter = (pid: number, command: string) => {
    inside.set(pid, command);
    alive.add(pid);
    tasksPeak = Math.max(tasksPeak, alive.size);
  };

  return {
    line(text: string): void {
      const [, task, event, args = ""] = linePattern.exec(text) ?? [];
      const pid = Number(task);
      switch (event) {
        case "sched_process_fork": {
          const child = Number(forkPattern.exec(args)?.[1]);
          // Pids are used again.
          inside.delete(child);
          alive.delete(child);
          const parent = inside.get(pid);
          if (parent !== undefined) enter(child, parent);
          return;
        }
        case "sched_process_exec": {
          const [, filename = "", now, before] = execPattern.exec(args) ?? [];
          const left = waiting.get(Number(now)) ?? 0;
          if (left > 0) waiting.set(Number(now), left - 1);
          else if (!inside.has(Number(before)) && !inside.has(Number(now))) return;
          // A thread that executes takes over the pid of its process.
          if (before !== now) {
            inside.delete(Number(before));
            alive.delete(Number(before));
          }
          enter(Number(now), filename.slice(filename.lastIndexOf("/") + 1));
          return;
        }
        case "sched_process_exit":
          // It stays inside: what it closes on its way out is still its own doing.
          alive.delete(pid);
          return;
        case "cap_capable": {
          const command = inside.get(pid);
          if (command === undefined) return;
          const [, cred = "", cap, ret] = checkPattern.exec(args) ?? [];
          if (checks.length >= checksKept) overflow = true;
          else checks.push({ pid, command, cred, cap: Number(cap), allowed: ret === "0" });
        }
      }
    },
    end(): TraceSummary {
      const held = new Set(granted.map((name) => capabilities.indexOf(name)));
      const unseen = [...waiting].filter(([, left]) => left > 0).map(([root]) => root);
      return { uses: countUses(ownChecks(checks, held)), tasksPeak, unseen, overflow };
    },
  };
}

/**
 * Leaves out what overlayfs did inside the container's system calls with the credentials of whoever mounted it. A credential
 * that passes a check for something the container was not granted is foreign; one that fails such a check is the container's.
 * The kernel reuses the addresses, so the nearest such check with the same address decides, one of the same task first.
 * Without any, the check counts as a use: a trial decides.
 */
function ownChecks(checks: readonly Check[], granted: ReadonlySet<number>): Check[] {
  const byCred = new Map<string, number[]>();
  const byTask = new Map<string, number[]>();
  for (const [at, check] of checks.entries()) {
    if (granted.has(check.cap)) continue;
    push(byCred, check.cred, at);
    push(byTask, `${check.cred}/${check.pid}`, at);
  }
  return checks.filter((check, at) => {
    const sentinel = nearest(byTask.get(`${check.cred}/${check.pid}`), at) ?? nearest(byCred.get(check.cred), at);
    return sentinel === undefined || checks[sentinel]?.allowed === false;
  });
}

function push(map: Map<string, number[]>, key: string, at: number): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [at]);
  else list.push(at);
}

/** The element of a rising list that is nearest to `at`, the earlier one of two. */
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
  const counted = new Map<number, { uses: number; commands: Set<string> }>();
  for (const { cap, allowed, command } of checks) {
    if (!allowed) continue;
    const use = counted.get(cap) ?? { uses: 0, commands: new Set() };
    use.uses++;
    use.commands.add(command);
    counted.set(cap, use);
  }
  return [...counted]
    .toSorted(([a], [b]) => a - b)
    .flatMap(([cap, { uses, commands }]) => {
      const name = capabilities[cap];
      return name === undefined ? [] : [{ name, uses, commands: [...commands].toSorted() }];
    });
}
