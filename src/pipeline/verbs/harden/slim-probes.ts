import type { ExecStep } from "../../../domain/workload/step.ts";
import type { Workload } from "../../../domain/workload/workload.ts";
import { Failure } from "../../../domain/failure.ts";
import type { NeedImage } from "../../../facts/need/need-image.ts";
import { probeSteps } from "../../../facts/slim/probe-steps.ts";
import type { EngineSession } from "../../../sources/engine/types.ts";
import type { Context } from "../../context.ts";
import type { Build } from "../../image-build/builds.ts";
import { runOriginal, type Runner } from "../../prove/prove-hardened.ts";
import type { Permitted } from "../../workload/workload-for.ts";

/** Questions beside the workload, which the image answers the same twice. */
export interface Probes {
  readonly asked: readonly string[];
  /** Undefined where a build answers as the image does. */
  problemOf(build: Build): Promise<string | undefined>;
}

/**
 * Runs the probes in separate containers of an image, without a restart; for a job, whose container ends, each probe replaces its command. Probes that need a
 * package that may go, and those that the full image fails, are omitted.
 */
export async function openProbes(
  session: EngineSession,
  full: Build,
  { workload, permit }: Permitted,
  { image, mayGo }: { readonly image: NeedImage; readonly mayGo: ReadonlySet<string> },
  { progress }: Context,
): Promise<Probes> {
  const steps = probeSteps(image, mayGo);
  const groups = workload.ready.kind === "ended" ? steps.map((step) => [step]) : steps.length > 0 ? [steps] : [];
  const runners: Runner[] = [];
  const names: string[] = [];
  for (const group of groups) {
    try {
      const probing =
        workload.ready.kind === "ended" ? asJob(workload, group) : { ...workload, steps: group, restart: false };
      runners.push(await runOriginal(session, full, { permit, workload: probing }, progress));
      names.push(...group.map(({ name }) => name));
    } catch (error) {
      if (!(error instanceof Failure) || !/^workload-(?:fails|flaky)$/u.test(error.code)) throw error;
      const lost = group.map(({ name }) => name).join(", ");
      progress({ stage: "slim", message: `no ${lost}: ${error.message}`, done: true });
    }
  }
  return {
    asked: names,
    async problemOf(build) {
      for (const [at, runner] of runners.entries()) {
        const problem = await runner.problemOf(
          build,
          groups.length > 1 ? "its answer to a probe" : "its answers to the probes",
        );
        if (problem !== undefined) return groups.length > 1 ? `${names[at]}: ${problem}` : problem;
      }
      return undefined;
    },
  };
}

/** What the command writes is compared as the output of the job is. */
function asJob(workload: Workload, [step]: readonly ExecStep[]): Workload {
  const [program = "", ...operands] = step?.command ?? [];
  return {
    ...workload,
    entrypoint: [program],
    command: operands,
    stop: { ...workload.stop, exitCodes: [0] },
    readyTimeoutMs: step?.timeoutMs ?? workload.readyTimeoutMs,
    restart: false,
  };
}
