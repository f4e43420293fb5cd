import { Failure } from "../../../domain/failure.ts";
import type { Profile } from "../../../domain/profile/profile.ts";
import type { Learned } from "../../../domain/profile/learned.ts";
import type { Companion, Workload } from "../../../domain/workload/workload.ts";
import { learn } from "../../../proof/learn/learn.ts";
import { recordProof } from "../../../proof/provenance/record-proof.ts";
import { completeWorkload } from "../../../proof/workload/image-workload.ts";
import type { ServicePlan, ServiceWorkloads } from "../../../sources/compose/service-workloads.ts";
import type { Run } from "../../../sources/engine/types.ts";
import type { Context } from "../../context.ts";
import type { TrialCache } from "../../learn/trial-cache.ts";
import { hereFor } from "../../profile/here-for.ts";
import { summaryOf } from "../../prove/summary-of.ts";
import type { Declared } from "../../workload/workload-for.ts";
import type { ProjectPlan } from "../../project/plan-services.ts";

export interface LearnServices {
  readonly plan: ProjectPlan;
  readonly workloads: ServiceWorkloads;
  readonly declared: Declared;
  readonly days: number;
  readonly trialIds: () => string;
  /** Answers of earlier calls; default none. */
  readonly cache: TrialCache | undefined;
}

/** What became of one service. */
export type LearnedService = { readonly name: string; readonly image: string; readonly learned?: Learned } & (
  | { readonly profile: Profile }
  | { readonly reason: string }
);

/** Trouble of one service, for which it stays as it is; all else is trouble of the engine or of the whole. */
const ownTrouble = new Set([
  "never-ready",
  "workload-fails",
  "workload-flaky",
  "bad-image",
  "safety-limit",
  "engine-refused",
]);

/** Each service in turn, with the others beside it and the steps done at the entry, whose own trouble is that of the whole. */
export async function* learnServices(
  run: Run,
  request: LearnServices,
  entry: Workload,
  context: Context,
): AsyncGenerator<LearnedService> {
  const { plan, workloads } = request;
  let patience = entry.readyTimeoutMs;
  for (const one of plan.learned) {
    const { name } = one;
    const image = workloads.image(name);
    const isEntry = name === plan.entry.name;
    try {
      const workload = isEntry
        ? entry
        : await otherWorkload(run, request, one, { ...entry, readyTimeoutMs: patience }, context);
      if (!isEntry && workload.steps.length === 0) {
        yield { name, image, reason: `nothing is asked of ${plan.entry.name} that would reach it` };
        continue;
      }
      const { learned, profile, problem } = await learnOne(run, request, { name, workload }, context);
      if (isEntry) patience = Math.min(patience, patienceAfter(learned));
      yield { name, image, learned, ...(problem === undefined ? { profile } : { reason: problem }) };
    } catch (error) {
      if (isEntry || !(error instanceof Failure) || !ownTrouble.has(error.code)) throw error;
      yield { name, image, reason: error.message.split("\n")[0] ?? error.message };
    }
  }
}

async function otherWorkload(
  run: Run,
  { workloads, declared }: LearnServices,
  plan: ServicePlan,
  entry: Workload,
  { progress }: Context,
): Promise<Workload> {
  const image = workloads.runs(plan.name);
  const imageSummary = await summaryOf(run, image);
  const asked = workloads.other(plan, entry);
  // How it starts is looked at without those that need it.
  const companions = asked.companions?.filter(({ after }) => after !== true) ?? [];
  const request = { image, imageSummary, permit: declared.permit, mustWork: true, progress };
  const workload = await completeWorkload(run, { ...request, declared: { ...asked, companions } });
  return { ...workload, companions: asked.companions ?? ([] as readonly Companion[]) };
}

async function learnOne(
  run: Run,
  { declared: { permit }, workloads, days, trialIds, cache }: LearnServices,
  { name, workload }: { readonly name: string; readonly workload: Workload },
  { progress, today }: Context,
): Promise<{ readonly learned: Learned; readonly profile: Profile; readonly problem?: string }> {
  const image = workloads.runs(name);
  const imageName = workloads.image(name);
  const imageSummary = await summaryOf(run, image);
  const known = await cache?.of(run, workload);
  const learned = await learn(run, {
    image,
    imageSummary,
    imageName,
    workload,
    permit,
    progress,
    trialIds,
    ...(known && { known }),
  });
  const whole = learned.proofs.at(-1);
  if (whole?.verdict !== "holds")
    return {
      learned,
      profile: learned.profile,
      problem: `what was learned of it does not hold together: ${whole?.detail ?? "no trial"}`,
    };
  const here = await hereFor(run, image, imageSummary, learned.profile);
  return { learned, profile: named(recordProof(learned.profile, here, today, days), workloads) };
}

/** The images beside it by the names that docker compose has for them: those that were built for the trials go with their run. */
function named(profile: Profile, workloads: ServiceWorkloads): Profile {
  const { workload } = profile;
  if (workload.companions === undefined) return profile;
  const companions = workload.companions.map((one) => ({ ...one, image: workloads.image(one.name) }));
  return { ...profile, workload: { ...workload, companions } };
}

/** What needs a service that does not work is not waited for as long as a first start may take: five times the slowest seen, and two seconds. */
function patienceAfter({ trials }: Learned): number {
  const times = trials.flatMap(({ outcome, lives }) =>
    outcome === "passes" ? lives.map(({ readyMs }) => readyMs ?? 0) : [],
  );
  return 2000 + 5 * Math.max(0, ...times);
}
