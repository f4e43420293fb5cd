import { readFile, readlink } from "node:fs/promises";
import { docker } from "./programs.ts";

/** Program, ids, groups and root directory of a process -> whether one of them holds a capability. */
export type Identities = ReadonlyMap<string, boolean>;

const lookAgainMs = 300;

/** Of all processes that were there twice: short ones differ by chance. */
export async function steadyIdentities(container: string): Promise<Identities> {
  const first = await look(container);
  await new Promise((resolve) => setTimeout(resolve, lookAgainMs));
  const steady = new Map<string, boolean>();
  for (const [pid, { identity, holds }] of await look(container))
    if (first.get(pid)?.identity === identity) steady.set(identity, holds || (steady.get(identity) ?? false));
  return steady;
}

/** What two runs of the original had: always, and at all. */
export interface ControlIdentities {
  readonly always: Identities;
  readonly ever: Identities;
}

/** What of `seen` is worse than in the control, or missing. */
export function worseThan({ always, ever }: ControlIdentities, seen: Identities): string[] {
  const missing = [...always.keys()].filter((identity) => !seen.has(identity));
  const other = [...seen.keys()].filter((identity) => !ever.has(identity));
  const holding = [...seen].filter(([identity, holds]) => holds && ever.get(identity) === false);
  return [
    ...missing.map((identity) => `no process is ${identity}`),
    ...other.map((identity) => `a process is ${identity}`),
    ...holding.map(([identity]) => `a process keeps capabilities: ${identity}`),
  ];
}

interface Seen {
  readonly identity: string;
  readonly holds: boolean;
}

async function look(container: string): Promise<ReadonlyMap<string, Seen>> {
  const { stdout } = await docker(["top", container, "-eo", "pid,comm"]);
  const pids = [...stdout.matchAll(/^\s*(\d+)\s/gm)].map((match) => match[1] ?? "");
  const seen = new Map<string, Seen>();
  for (const pid of pids) {
    const identity = await identityOf(pid).catch(() => undefined);
    if (identity !== undefined) seen.set(pid, identity);
  }
  return seen;
}

async function identityOf(pid: string): Promise<Seen> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  const field = (name: string): string => new RegExp(`^${name}:[ \\t]*(.*)$`, "m").exec(status)?.[1]?.trim() ?? "";
  const ids = [field("Uid"), field("Gid")].map((text) => [...new Set(text.split(/\s+/))].join("/"));
  const groups = field("Groups").split(/\s+/).toSorted().join(",");
  const root = await readlink(`/proc/${pid}/root`);
  return {
    identity: `${field("Name")} uid ${ids[0]} gid ${ids[1]} groups ${groups} root ${root}`,
    holds: !/^0+$/.test(field("CapEff")),
  };
}
