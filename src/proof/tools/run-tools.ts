import type { Restrictions } from "../../domain/profile/restrictions.ts";
import type { Workload } from "../../domain/workload/workload.ts";
import type { ExperimentRunner } from "../experiment/experiment-runner.ts";
import { runTrial } from "../trial/trial.ts";
import { withLoad } from "../workload/with-load.ts";

export type Tool = readonly string[];

/** Required parts of the image and its workload. */
export type ToolRunner = Pick<ExperimentRunner, "session" | "image" | "imageSummary" | "workload" | "permit">;

/** Results of commands: the problem of each, or none. A command that did not run is missing. */
export type ToolResults = ReadonlyMap<Tool, { readonly problem?: string }>;

const toolTimeoutMs = 10_000;
/** Nothing waits for its end. */
const stopWithinMs = 200;

/**
 * Runs commands with `docker exec` after the steps, in a container that is not a trial: their effects do not count. If
 * one ends the container, or hangs, the others run in another container.
 */
export async function runTools(
  runner: ToolRunner,
  restrictions: Restrictions,
  tools: readonly Tool[],
): Promise<ToolResults> {
  const results = new Map<Tool, { readonly problem?: string }>();
  for (let waiting = tools, previousCount = -1; waiting.length > 0 && results.size > previousCount;) {
    previousCount = results.size;
    for (const [tool, result] of await runOnce(runner, restrictions, waiting)) results.set(tool, result);
    waiting = waiting.filter((tool) => !results.has(tool));
  }
  return results;
}

async function runOnce(
  { session, image, imageSummary, workload, permit }: ToolRunner,
  restrictions: Restrictions,
  tools: readonly Tool[],
): Promise<ToolResults> {
  const { steps, outcomes } = toolSteps(workload, tools);
  const { soak: _, ...once } = withLoad(workload, undefined);
  const { lives } = await runTrial(session, {
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
  const toolOutcomes = lives[0]?.steps.slice(outcomes) ?? [];
  return new Map(
    toolOutcomes.flatMap(({ problem }, at) => {
      const tool = tools[at];
      if (tool === undefined) return [];
      return [[tool, problem === undefined ? {} : { problem: problem.replace(", expected 0", "") }] as const];
    }),
  );
}

/**
 * Workload with the commands after the steps, except steps that take time and leave nothing; `outcomes` is the number
 * of steps before.
 */
function toolSteps({ steps }: Pick<Workload, "steps">, tools: readonly Tool[]) {
  const quietSteps = steps.filter(({ kind }) => kind !== "run" && kind !== "signal");
  const execSteps = tools.map((command): Workload["steps"][number] => ({
    kind: "exec",
    name: command.join(" "),
    command,
    exitCode: 0,
    timeoutMs: toolTimeoutMs,
  }));
  return { steps: [...quietSteps, ...execSteps], outcomes: quietSteps.length };
}
