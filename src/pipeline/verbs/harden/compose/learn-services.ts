import { Failure } from "../../../../domain/failure.ts";
import type { Profile } from "../../../../domain/profile/profile.ts";
import type { Learned } from "../../../../domain/profile/learned.ts";
import type { Companion, Workload } from "../../../../domain/workload/workload.ts";
import { learn } from "../../../../proof/learn/learn.ts";
import { recordProof } from "../../../../proof/record/record-proof.ts";
import { completeWorkload } from "../../../../proof/workload/image-workload.ts";
import type { ServicePlan, ServiceWorkloads } from "../../../../sources/compose/service-workloads.ts";
import type { EngineSession } from "../../../../sources/engine/types.ts";
import type { Context } from "../../../context.ts";
import type { TrialCache } from "../../../prove/trial-cache.ts";
import { readProofEnvironment } from "../../../profiles/proof-environment.ts";
import { summaryOf } from "../../../workload/summary-of.ts";
import type { WorkloadDeclaration } from "../../../workload/workload-for.ts";
import type { ProjectPlan } from "../../../project/plan-services.ts";

export interface LearnServices {
  readonly plan: ProjectPlan;
  readonly workloads: ServiceWorkloads;
  readonly declared: WorkloadDeclaration;
  readonly days: number;
  readonly trialIds: () => string;
  /** Cached trials of earlier calls; default none. */
  readonly cache: TrialCache | undefined;
}

/** Result for one service. */
export type LearnedService = { readonly name: string; readonly image: string; readonly learned?: Learned } & (
  | { readonly profile: Profile }
  | { readonly reason: string }
);

/** Failures of one service, which then stays as it is; other failures concern the engine or the whole project. */
const serviceFailures = new Set([
  "never-ready",
  "workload-fails",
  "workload-flaky",
  "bad-image",
  "safety-limit",
  "engine-refused",
]);

/** Learns each service with its companions; the steps run at the entry, whose failure ends the whole. */
export async function* learnServices(
  session: EngineSession,
  request: LearnServices,
  entry: Workload,
  context: Context,
): AsyncGenerator<LearnedService> {
  const { plan, workloads } = request;
  let patience = entry.readyTimeoutMs;
  for (const servicePlan of plan.learned) {
    const { name } = servicePlan;
    const image = workloads.image(name);
    const isEntry = name === plan.entry.name;
    try {
      const workload = isEntry
        ? entry
        : await companionWorkload(session, request, servicePlan, { ...entry, readyTimeoutMs: patience }, context);
      if (!isEntry && workload.steps.length === 0) {
        yield { name, image, reason: `nothing is asked of ${plan.entry.name} that would reach it` };
        continue;
      }
      const { learned, profile, problem } = await learnOne(session, request, { name, workload }, context);
      if (isEntry) patience = Math.min(patience, readyTimeoutAfter(learned));
      yield { name, image, learned, ...(problem === undefined ? { profile } : { reason: problem }) };
    } catch (error) {
      if (isEntry || !(error instanceof Failure) || !serviceFailures.has(error.code)) throw error;
      yield { name, image, reason: error.message.split("\n")[0] ?? error.message };
    }
  }
}

async function companionWorkload(
  session: EngineSession,
  { workloads, declared }: LearnServices,
  plan: ServicePlan,
  entry: Workload,
  { progress }: Context,
): Promise<Workload> {
  const image = workloads.runs(plan.name);
  const imageSummary = await summaryOf(session, image);
  const requestedWorkload = workloads.other(plan, entry);
  // Observes its start without the services that depend on it.
  const companions = requestedWorkload.companions?.filter(({ after }) => after !== true) ?? [];
  const request = { image, imageSummary, permit: declared.permit, mustWork: true, progress };
  const workload = await completeWorkload(session, { ...request, declared: { ...requestedWorkload, companions } });
  return { ...workload, companions: requestedWorkload.companions ?? ([] as readonly Companion[]) };
}

async function learnOne(
  session: EngineSession,
  { declared: { permit }, workloads, days, trialIds, cache }: LearnServices,
  { name, workload }: { readonly name: string; readonly workload: Workload },
  { progress, today }: Context,
): Promise<{ readonly learned: Learned; readonly profile: Profile; readonly problem?: string }> {
  const image = workloads.runs(name);
  const imageName = workloads.image(name);
  const imageSummary = await summaryOf(session, image);
  const trialResults = await cache?.of(session, workload);
  const learned = await learn(session, {
    image,
    imageSummary,
    imageName,
    workload,
    permit,
    progress,
    trialIds,
    ...(trialResults && { known: trialResults }),
  });
  const whole = learned.proofs.at(-1);
  if (whole?.verdict !== "holds")
    return {
      learned,
      profile: learned.profile,
      problem: `what was learned of it does not hold together: ${whole?.detail ?? "no trial"}`,
    };
  const environment = await readProofEnvironment(session, image, imageSummary, learned.profile);
  return { learned, profile: withImageNames(recordProof(learned.profile, environment, today, days), workloads) };
}

/** Names the companions' images as docker compose does: those built for the trials are removed with their run. */
function withImageNames(profile: Profile, workloads: ServiceWorkloads): Profile {
  const { workload } = profile;
  if (workload.companions === undefined) return profile;
  const companions = workload.companions.map((companion) => ({ ...companion, image: workloads.image(companion.name) }));
  return { ...profile, workload: { ...workload, companions } };
}

/** Companions that need a failing service do not wait as long as for a first start: five times the slowest one so far, and two seconds. */
function readyTimeoutAfter({ trials }: Learned): number {
  const times = trials.flatMap(({ outcome, lives }) =>
    outcome === "passes" ? lives.map(({ readyMs }) => readyMs ?? 0) : [],
  );
  return 2000 + 5 * Math.max(0, ...times);
}
