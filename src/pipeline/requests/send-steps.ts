import type { Permit } from "../../consent/decide.ts";
import { Failure } from "../../domain/failure.ts";
import type { Step } from "../../domain/workload/step.ts";
import type { StepOutcome } from "../../domain/workload/trial.ts";
import type { Workload } from "../../domain/workload/workload.ts";
import type { Observer } from "../../proof/observe/observer.ts";
import { runTrial } from "../../proof/trial/trial.ts";
import { withLoad } from "../../proof/workload/with-load.ts";
import type { EngineSession } from "../../sources/engine/types.ts";
import { summaryOf } from "../workload/summary-of.ts";

export interface DryRunSubject {
  readonly session: EngineSession;
  readonly image: string;
  /** With the steps that the file has, which come first. */
  readonly workload: Workload;
  readonly permit: Permit;
}

/** Share of the time that it has to become ready, after which one that sleeps is given up. */
const idleShare = 1 / 4;
const minIdleMs = 15_000;

/**
 * Runs the steps behind those of the workload in one trial of the unrestricted original, and returns the outcomes of each life. Throws `Failure`: of engines,
 * and where the container is not ready.
 */
export async function sendSteps(
  subject: DryRunSubject,
  steps: readonly Step[],
  { restart, id, observe }: { readonly restart: boolean; readonly id: number; readonly observe?: readonly Observer[] },
): Promise<readonly (readonly StepOutcome[])[]> {
  const { session, image, workload, permit } = subject;
  const { soak: _, thinkMs: __, tools: ___, ...plain } = withLoad(workload, undefined);
  const request = {
    title: "dry run of imported steps",
    image,
    imageSummary: await summaryOf(session, image),
    restrictions: {},
    permit,
    judged: false,
    ...(observe && { observe }),
  };
  const patienceMs = Math.min(workload.readyTimeoutMs, Math.max(minIdleMs, workload.readyTimeoutMs * idleShare));
  for (const readyTimeoutMs of id <= 1 ? [patienceMs, workload.readyTimeoutMs] : [workload.readyTimeoutMs]) {
    const tried = { ...plain, steps: [...workload.steps, ...steps], maxBody: 0, restart, readyTimeoutMs };
    const { lives, problems } = await runTrial(session, { ...request, id: `t${id}`, workload: tried });
    const [life] = lives;
    if (life !== undefined && life.steps.length > 0) return lives.map((one) => one.steps);
    // One that works is only slow.
    const isSlow = readyTimeoutMs < workload.readyTimeoutMs && life?.stopMs !== undefined && life.stuck !== true;
    if (!isSlow) throw notReady(problems);
  }
  throw notReady([]);
}

function notReady([problem = "it did not start"]: readonly string[]): Failure {
  return new Failure("bad-usage", `The container could not be tried: ${problem}`, {
    hint: "Name a request that it answers once it is ready (--get :8080/health), or correct `ready` in hullproof.yaml.",
  });
}
