import type { BrokenTool } from "../../domain/profile/broken-tool.ts";
import type { Capability } from "../../domain/profile/capability.ts";
import type { Restrictions } from "../../domain/profile/restrictions.ts";
import { keyOf } from "../experiment/experiment-record.ts";
import { changes } from "../experiment/culprit/changes.ts";
import { relaxationsOf, type Relaxation } from "../experiment/culprit/relaxations.ts";
import { oneByOne, search, shrink } from "../experiment/shrink.ts";
import { byLikelihood } from "../restrictions/capability-order.ts";
import { grantedTo } from "../restrictions/granted-to.ts";
import { mib } from "../restrictions/mib.ts";
import { runTools, type Tool, type ToolRunner, type ToolResults } from "./run-tools.ts";

/** Maximum number of containers, since the result is not part of the proof. */
const maxTrials = 20;

/** Lifted first and last: a workload makes few of the calls of a command. */
const isList = ({ kind }: Relaxation) => kind === "seccomp";
const isPrivilege = ({ kind }: Relaxation) =>
  ["user", "readOnlyRootfs", "noNewPrivileges", "capabilities", "seccomp"].includes(kind);

/**
 * Finds the flags of `docker run` with which the broken tools work again: without the syscall allowlist, or else with
 * the fewest restrictions lifted. All tools share the started containers. A tool that works at a retry is not broken.
 */
export async function explainTools(
  runner: ToolRunner,
  restrictions: Restrictions,
  broken: ReadonlyMap<Tool, string>,
): Promise<BrokenTool[]> {
  const resultsByKey = new Map<string, ToolResults>();
  const works = async (tool: Tool, under: Restrictions): Promise<boolean> => {
    const key = keyOf(under);
    if (!resultsByKey.has(key) && resultsByKey.size >= maxTrials) return false;
    const results = resultsByKey.get(key) ?? (await runTools(runner, under, [...broken.keys()]));
    resultsByKey.set(key, results);
    return workingTools(results).includes(tool);
  };
  const relaxations = relaxationsOf(restrictions, "").filter(
    ({ kind, relax }) => kind !== "tmpfsRoom" && changes(restrictions, relax(restrictions), runner),
  );
  const tools: BrokenTool[] = [];
  for (const [command, problem] of broken) {
    const needs = await needsOf(runner, restrictions, relaxations, (under) => works(command, under));
    if (needs !== undefined) tools.push({ command, problem, needs });
    else if (!(await works(command, restrictions))) tools.push({ command, problem });
  }
  return tools;
}

/** Undefined if it does not work without all of them either. */
async function needsOf(
  runner: ToolRunner,
  restrictions: Restrictions,
  relaxations: readonly Relaxation[],
  works: (under: Restrictions) => Promise<boolean>,
): Promise<readonly string[] | undefined> {
  const without = (some: readonly Relaxation[]) => some.reduce((under, { relax }) => relax(under), restrictions);
  const flags = (some: readonly Relaxation[]) => some.map((one) => `without ${flagOf(one, restrictions)}`);
  const list = relaxations.filter(isList);
  if (list.length > 0 && (await works(without(list)))) return flags(list);
  if (!(await works(without(relaxations)))) return undefined;
  const suffice = oneByOne(async (some: readonly (readonly Relaxation[])[]) => works(without(some.flat())));
  // Limits are rarely the reason: they are restored together.
  const limits = relaxations.filter((lift) => !isPrivilege(lift));
  const privileges = relaxations.filter((lift) => isPrivilege(lift) && !isList(lift));
  const groups = await shrink([limits, ...[...privileges, ...list].map((lift) => [lift])], suffice);
  const lifted = groups.includes(limits)
    ? await shrink(
        groups.flat().map((lift) => [lift]),
        suffice,
      )
    : groups;
  const otherLifts = lifted.flat().filter(({ kind }) => kind !== "capabilities");
  if (otherLifts.length === lifted.flat().length) return flags(otherLifts);
  const added = await leastCapabilities(runner, without(otherLifts), works);
  return [...flags(otherLifts), `with ${added.map((name) => `--cap-add ${name}`).join(" ")}`];
}

export function workingTools(results: ToolResults): readonly Tool[] {
  return [...results].flatMap(([tool, { problem }]) => (problem === undefined ? [tool] : []));
}

async function leastCapabilities(
  runner: ToolRunner,
  restrictions: Restrictions,
  works: (under: Restrictions) => Promise<boolean>,
): Promise<readonly Capability[]> {
  const { addCapabilities: grantedCapabilities = [] } = restrictions;
  const suffice = (added: readonly Capability[]) =>
    works({ ...restrictions, addCapabilities: [...grantedCapabilities, ...added] });
  const dropped = grantedTo(runner)
    .filter((name) => !grantedCapabilities.includes(name))
    .toSorted((a, b) => byLikelihood(b, a));
  return shrink((await search(dropped, suffice)) ?? dropped, oneByOne(suffice));
}

/** The flag of `docker run`. */
function flagOf({ kind, path }: Relaxation, restrictions: Restrictions): string {
  const { user, memoryBytes, pids, cpus, shmBytes, ulimits = [], network } = restrictions;
  switch (kind) {
    case "seccomp":
      return "--security-opt seccomp";
    case "noNewPrivileges":
      return "--security-opt no-new-privileges";
    case "readOnlyRootfs":
      return "--read-only";
    case "user":
      return `--user ${user}`;
    case "memoryBytes":
      return `--memory ${mib(memoryBytes ?? 0)}`;
    case "pids":
      return `--pids-limit ${pids}`;
    case "cpus":
      return `--cpus ${cpus}`;
    case "shmBytes":
      return `--shm-size ${mib(shmBytes ?? 0)}`;
    case "ulimits":
      return ulimits.map(({ name }) => `--ulimit ${name}`).join(" ");
    case "network":
      return `--network ${network}`;
    case "init":
      return "--init";
    default:
      return path === undefined ? kind : `--tmpfs ${path}`;
  }
}
