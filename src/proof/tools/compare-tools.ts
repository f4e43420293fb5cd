import type { BrokenTool } from "../../domain/profile/broken-tool.ts";
import type { Restrictions } from "../../domain/profile/restrictions.ts";
import { sharesHost } from "../lab/ask-all.ts";
import { explainTools, workingTools } from "./explain-tools.ts";
import { runTools, type Tool, type ToolLab } from "./run-tools.ts";

/** Commands of `docker exec` that work in the original and not under `restrictions`, each with its remedy. */
export async function compareTools(
  lab: ToolLab,
  restrictions: Restrictions,
  tools: readonly Tool[],
): Promise<readonly BrokenTool[]> {
  // A tool that ends by itself is gone before anyone could come.
  if (tools.length === 0 || lab.workload.ready.kind === "ended") return [];
  const original = runTools(lab, {}, tools);
  if (sharesHost(lab.workload)) await original;
  const [before, after] = await Promise.all([original, runTools(lab, restrictions, tools)]);
  const broken = workingTools(before).flatMap((tool) => {
    const problem = after.get(tool)?.problem;
    return problem === undefined ? [] : [[tool, problem] as const];
  });
  return broken.length === 0 ? [] : explainTools(lab, restrictions, new Map(broken));
}
