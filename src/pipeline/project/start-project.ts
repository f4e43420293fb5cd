import type { Workload } from "../../domain/workload/workload.ts";
import { CompanionFailure } from "../../proof/trial/setting/companions.ts";
import { openSurroundings } from "../../proof/trial/setting/surroundings.ts";
import { completeWorkload } from "../../proof/workload/image-workload.ts";
import type { Context } from "../context.ts";
import { summaryOf } from "../prove/summary-of.ts";
import type { OpenProject } from "./open-project.ts";
import { neededBy } from "./plan-services.ts";

export interface StartedProject {
  readonly open: OpenProject;
  /** What the entry is exercised with, beside everything that it needs. */
  readonly workload: Workload;
}

/**
 * Starts what runs beside the entry once, as it is, to see which of it stays: docker compose goes on where a service that no other waits for ends. One that
 * ends without an error is waited for from then on; one that fails, and that the entry does not need, is left out. Throws `never-ready` for one that it needs.
 */
export async function startProject(open: OpenProject, context: Context): Promise<StartedProject> {
  const seen = { ended: new Set<string>(), failed: new Map<string, string>() };
  for (let now = open; ; now = open.again(seen)) {
    const workload = await entryWorkload(now, context);
    const companions = workload.companions?.filter(({ after }) => after !== true) ?? [];
    if (companions.length === 0) return { open: now, workload };
    const { run, declared, workloads, entry } = now;
    try {
      // Nothing is asked of it yet.
      const wanted = { workload: { ...workload, companions, steps: [] }, permit: declared.permit };
      await using _ = await openSurroundings(run, workloads.runs(entry), wanted);
      return { open: now, workload };
    } catch (error) {
      const told = learnFrom(error, now, seen);
      if (told === undefined) throw error;
      context.progress({ stage: "compose", message: told, done: true });
    }
  }
}

/** What a failed start says of one service, which is then in `seen`; undefined where it stays a failure. */
function learnFrom(
  error: unknown,
  { project, entry }: OpenProject,
  seen: { readonly ended: Set<string>; readonly failed: Map<string, string> },
): string | undefined {
  if (!(error instanceof CompanionFailure)) return undefined;
  const { companion: name, exitCode, problem } = error.trouble;
  if (exitCode === 0 && !seen.ended.has(name)) {
    seen.ended.add(name);
    return `service ${name} runs to its end: trials wait for it`;
  }
  if (neededBy(project.services, entry).has(name)) return undefined;
  seen.failed.set(name, problem);
  return `service ${name} is left out: it does not start as it is: ${problem}`;
}

async function entryWorkload({ run, plan, workloads, declared }: OpenProject, context: Context): Promise<Workload> {
  const image = workloads.runs(plan.entry.name);
  const imageSummary = await summaryOf(run, image);
  const companions = workloads.companions(plan.entry);
  return completeWorkload(run, {
    image,
    imageSummary,
    declared: { ...declared.workload(imageSummary.exposedPorts[0]), ...(companions.length > 0 && { companions }) },
    permit: declared.permit,
    mustWork: true,
    progress: context.progress,
  });
}
