import type { Container, EngineSession } from "../../../sources/engine/types.ts";
import type { Unlooked } from "./settled.ts";

/** Columns of ps(1) of procps; the name comes last, since it may contain blanks. */
const columns = "pid,ppid,ruid,euid,suid,fuid,rgid,egid,sgid,fgid,supgid,comm";

interface Row {
  readonly pid: number;
  readonly parent: number;
  readonly numbers: readonly number[];
  readonly groups: readonly number[];
  readonly program: string;
}

/**
 * Output of the engine's `ps` for a container on another kernel: ids and groups. Root directories, capabilities and
 * filters are missing, and program names are those that processes set themselves. Undefined if the engine's ps does not
 * support these columns.
 */
export async function topProcesses(
  { engine }: Pick<EngineSession, "engine">,
  container: Container,
): Promise<Unlooked[] | undefined> {
  const query = { ps_args: `-eo ${columns}` };
  const answer = await engine
    .call<{ Processes?: string[][] | null }>({ method: "GET", path: `/containers/${container.id}/top`, query })
    .catch(() => undefined);
  // Docker adds an init process if the container requests one.
  const rows = (answer?.Processes ?? [])
    .flatMap((cells) => rowOf(cells) ?? [])
    .filter(({ program }) => program !== "docker-init");
  if (rows.length === 0) return undefined;
  const byPid = new Map(rows.map((row) => [row.pid, row]));
  return rows.map((row) => {
    const parents: string[] = [];
    for (let at = byPid.get(row.parent); at !== undefined && parents.length < rows.length; at = byPid.get(at.parent))
      parents.push(at.program);
    return {
      program: row.program,
      parents,
      uids: row.numbers.slice(0, 4),
      gids: row.numbers.slice(4),
      groups: row.groups,
    };
  });
}

/** Undefined for a row of another form. */
export function rowOf(cells: readonly string[]): Row | undefined {
  const [pid, parent, ...rest] = cells;
  const ids = rest.slice(0, 8);
  const [groups = "", ...name] = rest.slice(8);
  if (ids.length < 8 || [pid, parent, ...ids].some((one) => !/^\d{1,10}$/u.test(one ?? ""))) return undefined;
  // Group names would be compared with numbers.
  if (!/^(?:-|\d+(?:,\d+)*)$/u.test(groups) || name.length === 0) return undefined;
  return {
    pid: Number(pid),
    parent: Number(parent),
    numbers: ids.map(Number),
    groups:
      groups === "-"
        ? []
        : groups
            .split(",")
            .map(Number)
            .toSorted((a, b) => a - b),
    program: name.join(" "),
  };
}
