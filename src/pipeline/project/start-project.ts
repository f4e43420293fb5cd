import type { Workload } from "../../domain/workload/workload.ts";
import { CompanionFailure } from "../../proof/trial/environment/companions.ts";
import { openTrialEnvironment } from "../../proof/trial/environment/trial-environment.ts";
import { completeWorkload } from "../../proof/workload/image-workload.ts";
import type { Context } from "../context.ts";
import { summaryOf } from "../workload/summary-of.ts";
import type { OpenProject } from "./open-project.ts";
import { neededBy } from "./plan-services.ts";

export interface StartedProject {
  readonly open: OpenProject;
  /** Workload of the entry, with all its dependencies as companions. */
  readonly workload: Workload;
}

/**
 * Starts the companions once as they are, to see which keep running: docker compose continues after the exit of a service that no other waits for. One that
 * exits without an error is awaited from then on; one that fails, and that the entry does not need, is skipped. Throws `never-ready` for one that it needs.
 */
export async function startProject(open: OpenProject, context: Context): Promise<StartedProject> {
  const outcomes = { ended: new Set<string>(), failed: new Map<string, string>() };
  for (let project = open; ; project = open.again(outcomes)) {
    const workload = await entryWorkload(project, context);
    const companions = workload.companions?.filter(({ after }) => after !== true) ?? [];
    if (companions.length === 0) return { open: project, workload };
    const { session, declared, workloads, entry } = project;
    try {
      // Without steps.
      const emptyTrial = { workload: { ...workload, companions, steps: [] }, permit: declared.permit };
      await using _ = await openTrialEnvironment(session, workloads.runs(entry), emptyTrial);
      return { open: project, workload };
    } catch (error) {
      const explanation = learnFrom(error, project, outcomes);
      if (explanation === undefined) throw error;
      context.progress({ stage: "compose", message: explanation, done: true });
    }
  }
}

/** Notes in `outcomes` which service failed to start, and returns a message; undefined where the failure has to be thrown. */
function learnFrom(
  error: unknown,
  { project, entry }: OpenProject,
  outcomes: { readonly ended: Set<string>; readonly failed: Map<string, string> },
): string | undefined {
  if (!(error instanceof CompanionFailure)) return undefined;
  const { companion: name, exitCode, problem } = error.trouble;
  if (exitCode === 0 && !outcomes.ended.has(name)) {
    outcomes.ended.add(name);
    return `service ${name} runs to its end: trials wait for it`;
  }
  if (neededBy(project.services, entry).has(name)) return undefined;
  outcomes.failed.set(name, problem);
  return `service ${name} is left out: it does not start as it is: ${problem}`;
}

async function entryWorkload({ session, plan, workloads, declared }: OpenProject, context: Context): Promise<Workload> {
  const image = workloads.runs(plan.entry.name);
  const imageSummary = await summaryOf(session, image);
  const companions = workloads.companions(plan.entry);
  return completeWorkload(session, {
    image,
    imageSummary,
    declared: { ...declared.workload(imageSummary.exposedPorts[0]), ...(companions.length > 0 && { companions }) },
    permit: declared.permit,
    mustWork: true,
    progress: context.progress,
  });
}
