import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import type { CapabilitySet, ProcessState } from "../../../domain/workload/process-state.ts";
import { mapped } from "./identities.ts";

/** A process at one moment. `pid` and `started` together are unique. */
export interface ReadProcess {
  readonly pid: number;
  readonly parent: number;
  /** Clock ticks since the machine's start, field 22 of proc_pid_stat(5). */
  readonly started: number;
  readonly program: string;
  /** States of its threads; one if all are equal. */
  readonly states: readonly Omit<ProcessState, "program" | "parents" | "looks">[];
}

/** Maximum number of threads that are read individually. */
const threadsRead = 64;

/** Reads `pid` and its threads from /proc; undefined if it has ended, or is not visible. */
export function readProcess(pid: number): ReadProcess | undefined {
  const folder = `/proc/${pid}`;
  const before = statOf(folder);
  const program = link(`${folder}/exe`);
  const status = read(`${folder}/status`);
  // A zombie does not execute a program.
  if (before === undefined || program === undefined || status === undefined) return undefined;
  const maps = { uid: read(`${folder}/uid_map`) ?? "", gid: read(`${folder}/gid_map`) ?? "" };
  const root = link(`${folder}/root`);
  const mainState = stateOf(status, maps, root);
  if (mainState === undefined) return undefined;
  const states = new Map([[JSON.stringify(mainState), mainState]]);
  for (const thread of threadsOf(folder)) {
    const text = thread === String(pid) ? undefined : read(`${folder}/task/${thread}/status`);
    // Each thread has separate credentials and a separate root, credentials(7).
    const state = text === undefined ? undefined : stateOf(text, maps, link(`${folder}/task/${thread}/root`));
    if (state !== undefined) states.set(JSON.stringify(state), state);
  }
  const after = statOf(folder);
  // The pid was reused meanwhile, or the process executed another program.
  if (after?.started !== before.started || link(`${folder}/exe`) !== program) return undefined;
  return {
    pid,
    parent: after.parent,
    started: after.started,
    program: undeleted(program),
    states: [...states.values()],
  };
}

/** Seconds since the machine's start: the clock of `started`. */
export function uptime(): number {
  return Number(read("/proc/uptime")?.split(" ")[0] ?? Number.NaN);
}

/** Ticks per second of `started`; the same on every Linux (USER_HZ). */
export const ticksPerSecond = 100;

/** Undefined if a line is missing. */
export function stateOf(
  status: string,
  maps: { readonly uid: string; readonly gid: string },
  root: string | undefined,
): ReadProcess["states"][number] | undefined {
  // A line break in a name is escaped.
  const fields = new Map(status.split("\n").map((line) => cut(line, line.indexOf(":"))));
  const field = (name: string) => fields.get(name);
  const ids = (name: string, map: string) =>
    (field(name) ?? "").split(/\s+/u).flatMap((id) => (id === "" ? [] : (mapped(map, Number(id)) ?? Number(id))));
  const uids = ids("Uid", maps.uid);
  const gids = ids("Gid", maps.gid);
  if (uids.length !== 4 || gids.length !== 4) return undefined;
  const set = (name: string) => (field(name) ?? "").replace(/^0+(?=.)/u, "");
  const filters = field("Seccomp_filters") ?? (field("Seccomp") === "2" ? "1" : "0");
  const capabilities: Record<CapabilitySet, string> = {
    inheritable: set("CapInh"),
    permitted: set("CapPrm"),
    effective: set("CapEff"),
    bounding: set("CapBnd"),
    ambient: set("CapAmb"),
  };
  return {
    uids,
    gids,
    groups: ids("Groups", maps.gid).toSorted((a, b) => a - b),
    ...(root !== undefined && { root: undeleted(root) }),
    capabilities,
    noNewPrivileges: field("NoNewPrivs") === "1",
    filters: Number(filters),
  };
}

function cut(line: string, at: number): [string, string] {
  return [line.slice(0, at), line.slice(at + 1).trim()];
}

function threadsOf(folder: string): string[] {
  try {
    return readdirSync(`${folder}/task`).slice(0, threadsRead);
  } catch {
    return [];
  }
}

function statOf(folder: string): { readonly parent: number; readonly started: number } | undefined {
  const text = read(`${folder}/stat`);
  if (text === undefined) return undefined;
  // The preceding name may contain blanks and brackets.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return { parent: Number(fields[1]), started: Number(fields[19]) };
}

/** An executable that is replaced or removed while it runs counts as the same. */
function undeleted(path: string): string {
  return path.replace(/ \(deleted\)$/u, "");
}

/** Synchronous: these are virtual files, and must be read at one moment. */
function read(path: string): string | undefined {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return undefined;
  }
}

function link(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}
