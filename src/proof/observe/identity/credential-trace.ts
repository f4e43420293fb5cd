import type { TracedProcess, TracedProcesses } from "../../../domain/workload/traced-process.ts";
import type { SyscallTable } from "../trace/syscall-tables.ts";
import { taskTree, type Root, type Stage } from "../trace/task-tree.ts";
import { loadsFilter, type TraceLine } from "../trace/trace-line.ts";
import { byKey } from "../../../text/by-key.ts";
import { startingContainer } from "../trace/starting-container.ts";
import { credentialCapability } from "./credential-capability.ts";

/** Calls that change a process's credentials, and those that load a filter: they mark the container's processes. */
export const credentialCalls = [
  "setuid",
  "setgid",
  "setreuid",
  "setregid",
  "setresuid",
  "setresgid",
  "setgroups",
  "chroot",
  "pivot_root",
  "prctl",
  "seccomp",
] as const;
type Call = (typeof credentialCalls)[number];

interface Change {
  readonly call: Call;
  /** 32 bits; -1 keeps the current id. */
  readonly args: readonly number[];
}

interface CredentialHistory {
  readonly changes: Change[];
  readonly refused: Change[];
  /** Number of changes in the previous stage before this one began. */
  readonly inherited: number;
  pending?: Change;
}

type State = Pick<TracedProcess, "uids" | "gids" | "ownGroups" | "jailed" | "securebits">;
type Id = number | null;

const atStart: State = {
  uids: [null, null, null],
  gids: [null, null, null],
  ownGroups: false,
  jailed: false,
  securebits: 0,
};
const setSecurebits = 28;
const unchangedId = -1;
const eperm = "-1";
/** A chain of forks can have any length. */
const parentsKnown = 16;

/**
 * Reads sched_process_fork, _exec and _exit, and entry and exit of `credentialCalls`. Successful calls change a
 * process's credentials; the first execution in the container starts with those from the engine.
 */
export function credentialTrace(table: SyscallTable) {
  const names = new Map([...table.names].filter(([, name]) => credentialCalls.some((call) => call === name)));
  const tree = taskTree<CredentialHistory>((from) => ({
    changes: [],
    refused: [],
    inherited: from?.data.changes.length ?? 0,
  }));
  const ended = new Set<Stage<CredentialHistory>>();
  const { isContainer, of } = startingContainer();

  return {
    root: (root: Root) => tree.root(root),
    of,
    line(line: TraceLine): void {
      const { pid, event, args } = line;
      const task = tree.take(line, isContainer);
      if (task?.what === "execution") ended.add(task.ended);
      else if (event === "sched_process_exit") ended.add(tree.now(pid));
      else if (event === "sys_enter") {
        if (loadsFilter(args)) tree.filter(pid);
        const call = entered(args, names);
        if (call !== undefined) tree.now(pid).data.pending = call;
      } else if (event === "sys_exit") {
        const { data } = tree.now(pid);
        const [, id, result] = /^NR (\d+) = (-?\d+)$/u.exec(args) ?? [];
        const call = names.get(Number(id)) as Call | undefined;
        if (call !== undefined && result === "0" && data.pending?.call === call) data.changes.push(data.pending);
        // A filter refuses calls before their entry.
        if (call !== undefined && result === eperm)
          data.refused.push(data.pending?.call === call ? data.pending : { call, args: [] });
        delete data.pending;
      }
    },
    /** Undefined if a container's start is not in the trace. */
    end(): Exclude<TracedProcesses, { reason: string }> | undefined {
      tree.end();
      if (!tree.hasRoots()) return undefined;
      const stateByStage = new Map<Stage<CredentialHistory>, State>();
      const stateOf = (stage: Stage<CredentialHistory>): State => {
        // Iterates from the first to the last, as a chain of executions can be long.
        const chain: Stage<CredentialHistory>[] = [];
        for (
          let at: Stage<CredentialHistory> | undefined = stage;
          at !== undefined && tree.isMember(at) && !stateByStage.has(at);
          at = at.from
        )
          chain.push(at);
        for (const at of chain.toReversed()) {
          const { from } = at;
          const inheritedState =
            from === undefined || !tree.isMember(from)
              ? atStart
              : replay(beginOf(from), from.data.changes.slice(0, at.data.inherited));
          stateByStage.set(at, inheritedState);
        }
        return replay(beginOf(stage), stage.data.changes);
      };
      const beginOf = (stage: Stage<CredentialHistory>): State => stateByStage.get(stage) ?? atStart;
      const kinds = new Map<string, TracedProcess>();
      for (const stage of ended) {
        if (!tree.isMember(stage)) continue;
        const kind = { ...programsOf(stage, (one) => tree.isMember(one)), ...stateOf(stage) };
        kinds.set(JSON.stringify(kind), kind);
      }
      const memberStages = [...ended].filter((stage) => tree.isMember(stage));
      return {
        kinds: [...kinds].toSorted(byKey).map(([, kind]) => kind),
        changes: privilegedCalls(memberStages.flatMap(({ data }) => data.changes)),
        refused: privilegedCalls(memberStages.flatMap(({ data }) => data.refused)),
      };
    },
  };
}

function privilegedCalls(changes: readonly Change[]): string[] {
  const privilegedChanges = changes.filter(({ call, args }) => credentialCapability(call, args[0]) !== undefined);
  return [...new Set(privilegedChanges.map(({ call }) => call))].toSorted();
}

/** `NR 105 (21, 0, ...)`, with hexadecimal arguments. */
function entered(args: string, names: ReadonlyMap<number, string>): Change | undefined {
  const [, id, list = ""] = /^NR (\d+) \(([^)]*)\)$/u.exec(args) ?? [];
  const call = names.get(Number(id ?? -1)) as Call | undefined;
  if (call === undefined) return undefined;
  return {
    call,
    args: list.split(", ").map((one) => Number(BigInt.asIntN(32, BigInt(`0x${/^[0-9a-f]+$/u.test(one) ? one : "0"}`)))),
  };
}

/** setuid(2), setreuid(2), setresuid(2), their group counterparts, and chroot(2). */
function replay(state: State, changes: readonly Change[]): State {
  return changes.reduce((current, { call, args: [a = unchangedId, b = unchangedId, c = unchangedId] }): State => {
    const { uids, gids } = current;
    switch (call) {
      case "setuid":
        return { ...current, uids: setOne(uids, a, isRoot(uids)) };
      case "setgid":
        return { ...current, gids: setOne(gids, a, isRoot(uids)) };
      case "setreuid":
        return { ...current, uids: setTwo(uids, a, b) };
      case "setregid":
        return { ...current, gids: setTwo(gids, a, b) };
      case "setresuid":
        return { ...current, uids: setThree(uids, [a, b, c]) };
      case "setresgid":
        return { ...current, gids: setThree(gids, [a, b, c]) };
      case "setgroups":
        return { ...current, ownGroups: true };
      case "chroot":
      case "pivot_root":
        return { ...current, jailed: true };
      case "prctl":
        return a === setSecurebits ? { ...current, securebits: b } : current;
      default:
        return current;
    }
  }, state);
}

/** A privileged process sets all three ids; any other only the effective one. */
function setOne(ids: readonly Id[], id: number, mayAll: boolean): readonly Id[] {
  return mayAll ? [id, id, id] : [ids[0] ?? null, id, ids[2] ?? null];
}

function setTwo(ids: readonly Id[], real: number, effective: number): readonly Id[] {
  const [r, e] = [set(ids[0], real), set(ids[1], effective)];
  const saved = real !== unchangedId || (effective !== unchangedId && effective !== ids[0]) ? e : (ids[2] ?? null);
  return [r, e, saved];
}

function setThree(ids: readonly Id[], to: readonly number[]): readonly Id[] {
  return to.map((id, at) => set(ids[at], id));
}

const set = (was: Id | undefined, to: number): Id => (to === unchangedId ? (was ?? null) : to);

/** The container's start id is root's, or the process can only set its current id. */
function isRoot(uids: readonly Id[]): boolean {
  return uids[1] === null || uids[1] === 0;
}

/** The program of a stage, and those of its ancestors, nearest first. */
function programsOf(
  stage: Stage<CredentialHistory>,
  isMember: (stage: Stage<CredentialHistory>) => boolean,
): Pick<TracedProcess, "program" | "parents"> {
  const parents: string[] = [];
  for (let at = above(stage); at !== undefined && isMember(at) && parents.length < parentsKnown; at = above(at))
    parents.push(executing(at));
  return { program: executing(stage), parents };
}

/** The stage that forked the process of a stage. */
function above(stage: Stage<CredentialHistory>): Stage<CredentialHistory> | undefined {
  let at = stage.from;
  while (at !== undefined && at.pid === stage.pid) at = at.from;
  return at;
}

function executing(stage: Stage<CredentialHistory>): string {
  for (let at: Stage<CredentialHistory> | undefined = stage; at !== undefined; at = at.from)
    if (at.program !== undefined) return at.program;
  return "";
}
