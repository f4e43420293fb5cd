import type { Restrictions } from "../../domain/profile/restrictions.ts";
import type { Workload } from "../../domain/workload/workload.ts";
import type { Lab } from "../lab/lab.ts";
import { runTrial } from "../trial/trial.ts";
import { withLoad } from "../workload/with-load.ts";

export type Tool = readonly string[];

/** What is needed of the image and its workload. */
export type ToolLab = Pick<Lab, "run" | "image" | "imageSummary" | "workload" | "permit">;

/** What came of commands that were run: of each the problem, or that there was none. One that was not reached is missing. */
export type ToolResults = ReadonlyMap<Tool, { readonly problem?: string }>;

export const toolTimeoutMs = 10_000;
/** No one waits for its end. */
const stopWithinMs = 200;

/**
 * Runs commands with `docker exec` after the steps, in a container that is no trial of its own: whatever they do to it decides nothing. One that ends the
 * container, or hangs, keeps others from being run: those are run in another container.
 */
export async function runTools(lab: ToolLab, restrictions: Restrictions, tools: readonly Tool[]): Promise<ToolResults> {
  const results = new Map<Tool, { readonly problem?: string }>();
  for (let waiting = tools, before = -1; waiting.length > 0 && results.size > before;) {
    before = results.size;
    for (const [tool, result] of await runOnce(lab, restrictions, waiting)) results.set(tool, result);
    waiting = waiting.filter((tool) => !results.has(tool));
  }
  return results;
}

async function runOnce(
  { run, image, imageSummary, workload, permit }: ToolLab,
  restrictions: Restrictions,
  tools: readonly Tool[],
): Promise<ToolResults> {
  const { steps, outcomes } = toolSteps(workload, tools);
  const { soak: _, ...once } = withLoad(workload, undefined);
  const { lives } = await runTrial(run, {
    id: "",
    title: "commands of docker exec",
    image,
    imageSummary,
    workload: { ...once, steps, restart: false, stop: { ...once.stop, timeoutMs: stopWithinMs } },
    permit,
    restrictions,
    judged: false,
    leaves: true,
  });
  const done = lives[0]?.steps.slice(outcomes) ?? [];
  return new Map(
    done.flatMap(({ problem }, at) => {
      const tool = tools[at];
      if (tool === undefined) return [];
      return [[tool, problem === undefined ? {} : { problem: problem.replace(", expected 0", "") }] as const];
    }),
  );
}

/** Behind the steps, but for those that take time and leave nothing; `outcomes` are how many come before. */
function toolSteps({ steps }: Pick<Workload, "steps">, tools: readonly Tool[]) {
  const before = steps.filter(({ kind }) => kind !== "run" && kind !== "signal");
  const more = tools.map((command): Workload["steps"][number] => ({
    kind: "exec",
    name: command.join(" "),
    command,
    exitCode: 0,
    timeoutMs: toolTimeoutMs,
  }));
  return { steps: [...before, ...more], outcomes: before.length };
}
