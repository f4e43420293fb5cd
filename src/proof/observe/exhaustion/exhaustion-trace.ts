import type { RanOut } from "../../../domain/workload/ran-out.ts";
import type { SyscallTable } from "../trace/syscall-tables.ts";
import { programOf, taskTree, type Root, type Stage } from "../trace/task-tree.ts";
import type { TraceLine } from "../trace/trace-line.ts";
import { byKey } from "../../../text/by-key.ts";
import { startingContainer } from "../trace/starting-container.ts";

/** Numbers of include/uapi/asm-generic/errno-base.h and errno.h. */
const [eagain, enomem, enospc, edquot] = [11, 12, 28, 122];

const forks = ["clone", "clone3", "fork", "vfork"];
/**
 * These calls return ENOMEM for a gap in the address space, which is not exhaustion and varies with its layout
 * (madvise(2), mincore(2), mremap(2), ...).
 */
const holes = [
  "madvise",
  "mincore",
  "msync",
  "mprotect",
  "pkey_mprotect",
  "mlock",
  "mlock2",
  "munlock",
  "munmap",
  "mremap",
  "move_pages",
  "mbind",
  "get_mempolicy",
  "set_mempolicy",
  "process_madvise",
  "remap_file_pages",
];
const watches = ["inotify_add_watch", "fanotify_mark", "epoll_ctl"];
const ipc = ["shmget", "semget", "msgget", "mq_open", "semtimedop", "semop"];

type Resource = RanOut["what"];
interface StageRefusals {
  readonly refused: Map<string, number>;
  killed: number;
}

/** Event of a task that the OOM killer ends. */
export const victims = "oom/mark_victim";

/** Condition on raw_syscalls:sys_exit: exits that report exhaustion. */
export function exhaustionExits({ names }: SyscallTable): string {
  const idsOf = (wanted: readonly string[]) => [...names].flatMap(([id, name]) => (wanted.includes(name) ? [id] : []));
  const fork = idsOf(forks)
    .map((id) => `id == ${id}`)
    .join(" || ");
  const noHole = idsOf(holes)
    .map((id) => `id != ${id}`)
    .join(" && ");
  return `ret == -${enospc} || ret == -${edquot} || (ret == -${eagain} && (${fork})) || (ret == -${enomem} && ${noHole})`;
}

/** The same condition: a trace may contain other exits as well. */
function isLack(call: string, errno: number): boolean {
  if (errno === eagain) return forks.includes(call);
  return errno === enospc || errno === edquot || (errno === enomem && !holes.includes(call));
}

function whatOf(call: string, errno: number): Resource {
  if (errno === edquot) return "quota";
  if (errno === eagain) return "tasks";
  if (errno === enomem) return "refused memory";
  if (watches.includes(call)) return "watches";
  return ipc.includes(call) ? "ipc" : "space";
}

/** Reads sched_process_fork and _exec, cgroup_attach_task, the exits above, and oom:mark_victim, of one container. */
export function exhaustionTrace({ names }: SyscallTable) {
  const tree = taskTree<StageRefusals>(() => ({ refused: new Map(), killed: 0 }));
  const stages = new Set<Stage<StageRefusals>>();
  const { isContainer, of } = startingContainer();
  const at = (pid: number): StageRefusals => {
    const stage = tree.now(pid);
    stages.add(stage);
    return stage.data;
  };
  return {
    root: (root: Root) => tree.root(root),
    of,
    line(line: TraceLine): void {
      if (tree.take(line, isContainer) !== undefined) return;
      const { pid, event, args } = line;
      if (event === "mark_victim") {
        const victim = Number(/^pid=(\d+)/u.exec(args)?.[1]);
        if (victim > 0) at(victim).killed++;
      } else if (event === "sys_exit") {
        const [, id, errno] = /^NR (\d+) = -(\d+)$/u.exec(args) ?? [];
        const call = names.get(Number(id)) ?? "a call";
        if (id === undefined || !isLack(call, Number(errno))) return;
        const key = `${whatOf(call, Number(errno))}\n${call}`;
        const { refused } = at(pid);
        refused.set(key, (refused.get(key) ?? 0) + 1);
      }
    },
    /** Exhausted resources of the container, and of the runtime's stage inside its cgroup. */
    end(): RanOut[] {
      tree.end();
      const exhausted = new Map<Resource, { times: number; calls: Set<string>; programs: Set<string> }>();
      const add = (resource: Resource, times: number, call: string | undefined, stage: Stage<StageRefusals>) => {
        const tally = exhausted.get(resource) ?? { times: 0, calls: new Set(), programs: new Set() };
        tally.times += times;
        if (call !== undefined) tally.calls.add(call);
        const program = programOf(stage);
        if (program !== "") tally.programs.add(program);
        exhausted.set(resource, tally);
      };
      for (const stage of stages) {
        if (!tree.isMember(stage) && !tree.isAttached(stage)) continue;
        const { killed, refused } = stage.data;
        if (killed > 0) add("memory", killed, undefined, stage);
        for (const [key, times] of refused) {
          const [resourceName = "", call = ""] = key.split("\n");
          add(resourceName as Resource, times, call, stage);
        }
      }
      return [...exhausted].toSorted(byKey).map(([resource, { times, calls, programs }]) => ({
        what: resource,
        times,
        how: "traced",
        ...(calls.size > 0 && { calls: [...calls].toSorted() }),
        ...(programs.size > 0 && { programs: [...programs].toSorted() }),
      }));
    },
  };
}
