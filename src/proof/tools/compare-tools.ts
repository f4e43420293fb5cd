import type { BrokenTool } from "../../domain/profile/broken-tool.ts";
import type { Restrictions } from "../../domain/profile/restrictions.ts";
import { sharesHost } from "../experiment/run-experiments.ts";
import { explainTools, workingTools } from "./explain-tools.ts";
import { runTools, type Tool, type ToolRunner } from "./run-tools.ts";

/** Commands of `docker exec` that work in the original and not under `restrictions`, each with its remedy. */
export async function compareTools(
  runner: ToolRunner,
  restrictions: Restrictions,
  tools: readonly Tool[],
): Promise<readonly BrokenTool[]> {
  // A container that ends by itself is gone before `docker exec` can be used.
  if (tools.length === 0 || runner.workload.ready.kind === "ended") return [];
  const original = runTools(runner, {}, tools);
  if (sharesHost(runner.workload)) await original;
  const [before, after] = await Promise.all([original, runTools(runner, restrictions, tools)]);
  const broken = workingTools(before).flatMap((tool) => {
    const problem = after.get(tool)?.problem;
    return problem === undefined ? [] : [[tool, problem] as const];
  });
  return broken.length === 0 ? [] : explainTools(runner, restrictions, new Map(broken));
}
