import { taskTree, type Root, type Stage } from "../trace/task-tree.ts";
import type { TraceLine } from "../trace/trace-line.ts";
import { startingContainer } from "../trace/starting-container.ts";

/** Numbers of calls with relevant arguments, on one architecture. */
export interface CallNumbers {
  readonly socket: number;
  readonly connect: number;
  readonly sendto: number;
  readonly clone: number;
  readonly personality: number;
  readonly prctl: number;
  readonly seccomp: number;
}

interface StageCalls {
  readonly calls: Map<number, number>;
  /** Calls after a seccomp filter was loaded. */
  readonly filtered: Set<number>;
  /** `DEVICE:INODE` of files whose content was read or mapped, in the kernel's numbers. */
  readonly files: Map<string, number>;
  readonly families: Set<number>;
  readonly personalities: Set<number>;
  namespaces: boolean;
  connects: boolean;
  pings: boolean;
}

/** Work of the container's tasks, in all traced trials. */
export interface Calls {
  /** Call number -> count. */
  readonly calls: ReadonlyMap<number, number>;
  /** Calls of the runtime between loading its seccomp filter and executing the entrypoint. */
  readonly runtime: ReadonlySet<number>;
  readonly families: ReadonlySet<number>;
  readonly personalities: ReadonlySet<number>;
  /** clone(2) was called for a new namespace. */
  readonly namespaces: boolean;
  /** connect(2) or sendto(2) with an address as long as IPv4's or IPv6's. */
  readonly connects: boolean;
  /** A datagram socket of ICMP was made, which net.ipv4.ping_group_range allows without NET_RAW (icmp(7)). */
  readonly pings: boolean;
  readonly files: ReadonlyMap<string, number>;
  readonly pids: ReadonlySet<number>;
  readonly missing: readonly Root[];
  /** Whether any process of a container was found. */
  readonly found: boolean;
}

const callPattern = /^NR (\d+) \(([0-9a-f, ]*)\)$/u;
const filePattern = /^dev=(\d+:\d+) ino=([0-9a-f]+)/u;
/**
 * prctl(2): PR_SET_SECCOMP with SECCOMP_MODE_FILTER; seccomp(2): SECCOMP_SET_MODE_FILTER. Without a filter both only
 * test whether the kernel supports them.
 */
const [prSetSeccomp, modeFilter, setModeFilter] = [22, 2, 1];
/**
 * CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID and NEWNET of clone(2), and NEWTIME, which clone(2) does not
 * support.
 */
export const namespaceFlags = 0x7e02_0000;
/** socket(2): SOCK_DGRAM below SOCK_CLOEXEC and SOCK_NONBLOCK; IPPROTO_ICMP and IPPROTO_ICMPV6. */
const [socketTypeMask, datagram, pingProtocols] = [0xf, 2, [1, 58]];
/** sockaddr_in and sockaddr_in6, ip(7) and ipv6(7). */
const internetAddressBytes = [16, 28];

/** Reads a trace of sched_process_fork and _exec, raw_syscalls:sys_enter and filemap events line by line. */
export function callTrace(numbers: CallNumbers) {
  const tree = taskTree<StageCalls>(() => ({
    calls: new Map(),
    filtered: new Set(),
    files: new Map(),
    families: new Set(),
    personalities: new Set(),
    namespaces: false,
    connects: false,
    pings: false,
  }));
  const stages = new Set<Stage<StageCalls>>();
  const { isContainer, of } = startingContainer();
  const at = (pid: number): StageCalls => {
    const stage = tree.now(pid);
    stages.add(stage);
    return stage.data;
  };

  const call = ({ pid, args }: TraceLine) => {
    const [, number, list = ""] = callPattern.exec(args) ?? [];
    if (number === undefined) return;
    const stageCalls = at(pid);
    const id = Number(number);
    count(stageCalls.calls, id);
    if (tree.hasFilter(tree.now(pid))) stageCalls.filtered.add(id);
    const arg = (index: number) => Number.parseInt(list.split(", ")[index] ?? "", 16);
    switch (id) {
      case numbers.socket:
        stageCalls.families.add(arg(0));
        if ((arg(1) & socketTypeMask) === datagram && pingProtocols.includes(arg(2))) stageCalls.pings = true;
        break;
      case numbers.personality:
        // The kernel reads an int.
        stageCalls.personalities.add(arg(0) % 2 ** 32);
        break;
      case numbers.clone:
        if (((arg(0) % 2 ** 32) & namespaceFlags) !== 0) stageCalls.namespaces = true;
        break;
      case numbers.connect:
        if (internetAddressBytes.includes(arg(2))) stageCalls.connects = true;
        break;
      case numbers.sendto:
        if (internetAddressBytes.includes(arg(5))) stageCalls.connects = true;
        break;
      case numbers.prctl:
        if (arg(0) === prSetSeccomp && arg(1) === modeFilter && arg(2) !== 0) tree.filter(pid);
        break;
      case numbers.seccomp:
        if (arg(0) === setModeFilter && arg(2) !== 0) tree.filter(pid);
        break;
      default:
        break;
    }
  };

  const members = (): Stage<StageCalls>[] => [...stages].filter((stage) => tree.isMember(stage));

  return {
    line(line: TraceLine): void {
      const task = tree.take(line, isContainer);
      if (task?.what === "execution") stages.add(task.began);
      else if (line.event === "sys_enter") call(line);
      else if (line.event.startsWith("mm_filemap_")) {
        const [, device, inode = ""] = filePattern.exec(line.args) ?? [];
        if (device !== undefined) count(at(line.pid).files, `${device}:${Number.parseInt(inode, 16)}`);
      }
    },
    root: (root: Root) => tree.root(root),
    of,
    /** Names under which the container has executed programs. */
    programs: (): ReadonlySet<string> => new Set(members().flatMap(({ program }) => program ?? [])),
    /** Current counts of the container; frequent calls and files need no further records. */
    counts(): { readonly calls: ReadonlyMap<number, number>; readonly files: ReadonlyMap<string, number> } {
      const memberStages = members();
      return {
        calls: sum(memberStages.map(({ data }) => data.calls)),
        files: sum(memberStages.map(({ data }) => data.files)),
      };
    },
    end(): Calls {
      tree.end();
      const memberStages = members();
      const union = <V>(pick: (seen: StageCalls) => Iterable<V>) =>
        new Set(memberStages.flatMap(({ data }) => [...pick(data)]));
      return {
        calls: sum(memberStages.map(({ data }) => data.calls)),
        runtime: new Set(tree.runtimeStages().flatMap(({ data }) => [...data.filtered])),
        families: union(({ families }) => families),
        personalities: union(({ personalities }) => personalities),
        namespaces: memberStages.some(({ data }) => data.namespaces),
        connects: memberStages.some(({ data }) => data.connects),
        pings: memberStages.some(({ data }) => data.pings),
        files: sum(memberStages.map(({ data }) => data.files)),
        pids: new Set(memberStages.map(({ pid }) => pid)),
        missing: tree.missing(),
        found: tree.hasRoots(),
      };
    },
  };
}

function count<K>(map: Map<K, number>, key: K): void {
  map.set(key, (map.get(key) ?? 0) + 1);
}

function sum<K>(maps: readonly ReadonlyMap<K, number>[]): ReadonlyMap<K, number> {
  const totals = new Map<K, number>();
  for (const map of maps) for (const [key, times] of map) totals.set(key, (totals.get(key) ?? 0) + times);
  return totals;
}
