import { summaryOf } from "../workload/summary-of.ts";
import type { Progress } from "../../domain/progress.ts";
import type { HardenResult } from "../../domain/report/report.ts";
import type { Proof, Trial } from "../../domain/workload/trial.ts";
import type { Learned } from "../../domain/profile/learned.ts";
import type { Workload } from "../../domain/workload/workload.ts";
import type { ObservedFiles } from "../../domain/workload/observation.ts";
import { observeSystem } from "../../proof/observe/system.ts";
import type { Permitted } from "../workload/workload-for.ts";
import { emitCompose } from "../../dialects/compose/emit/compose.ts";
import { emitDockerRun } from "../../dialects/run-line/emit/docker-run.ts";
import { runReference } from "../../proof/experiment/run-reference.ts";
import { withBodiesOf } from "../../proof/workload/with-large-bodies.ts";
import { withLoad } from "../../proof/workload/with-load.ts";
import { createExperimentRunner } from "../../proof/experiment/create-experiment-runner.ts";
import { learn } from "../../proof/learn/learn.ts";
import { toRestrictions } from "../../dialects/text/to-restrictions.ts";
import { trialIds } from "../../proof/trial/trial-ids.ts";
import { recordProof } from "../../proof/record/record-proof.ts";
import { verify } from "../../proof/verify/verify.ts";
import type { ProvenFor } from "../../domain/profile/profile.ts";
import type { Restrictions } from "../../domain/profile/restrictions.ts";
import type { EngineSession } from "../../sources/engine/types.ts";
import type { Build } from "../image-build/builds.ts";
import { readProofEnvironment } from "../profiles/proof-environment.ts";

/** The original's behavior, and a comparison with it. */
export interface Runner {
  readonly trialIds: () => string;
  /** The workload as text. */
  readonly how: string;
  /** Runs `build` like the original, at least twice; returns the difference, undefined without one. */
  problemOf(
    build: Build,
    name: string,
    restrictions?: Restrictions,
    tolerated?: readonly string[],
  ): Promise<string | undefined>;
  /** Files that the original opened, where they were asked for. */
  readonly observed?: ObservedFiles;
  /** All trials so far, in order. */
  trials(): readonly Trial[];
}

/** Throws `never-ready`, `workload-fails`, `workload-flaky` like `baseline`. */
export async function runOriginal(
  session: EngineSession,
  original: Build,
  { workload, permit }: Permitted,
  progress: Progress,
  { observesFiles = false }: { readonly observesFiles?: boolean } = {},
): Promise<Runner> {
  const ids = trialIds();
  const imageSummary = await summaryOf(session, original.image.tag);
  const image = original.image.tag;
  // Images are compared with one client; learn and verify measure their load.
  const singleClientWorkload = withLoad(workload, undefined);
  const mounts = [...workload.volumes.map(({ path }) => path), ...imageSummary.volumes];
  const system = observesFiles ? await observeSystem(session, mounts) : undefined;
  const run = runReference(session, {
    image,
    imageSummary,
    workload: singleClientWorkload,
    permit,
    trialIds: ids,
    progress,
    ...(system && { observe: [system.observer] }),
  });
  const observation = await Promise.allSettled([run]).then(() => system?.finish());
  const base = await run;
  const stop = base.uncleanStop === undefined ? "" : `, but does not stop as declared: ${base.uncleanStop}`;
  progress({ stage: "reference", message: `the original passes its workload twice${stop}`, done: true });
  const trials: Trial[] = [...base.ran];
  // A version that stops correctly gets the declared time.
  const { timeoutMs } = workload.stop;
  const accepted = { ...base.workload, stop: { ...base.workload.stop, timeoutMs } };
  return {
    how: howItWasRun(workload),
    trialIds: ids,
    ...(observation && { observed: observation.files }),
    trials: () => trials,
    async problemOf(build, name, restrictions = {}, tolerated = []) {
      const image = build.image.tag;
      const runner = createExperimentRunner(session, {
        image,
        imageSummary: await summaryOf(session, image),
        workload: accepted,
        permit,
        reference: base,
        otherImage: build.image.id !== original.image.id,
        trialIds: ids,
        progress,
        stage: "compare",
        tolerated,
      });
      const answer = await runner.confirm(`${name}, compared with the original`, restrictions);
      trials.push(...runner.trials.slice(base.ran.length));
      return answer.passes ? undefined : answer.problem;
    },
  };
}

function howItWasRun({ origin = "declared", ready, steps }: Workload): string {
  if (origin === "declared" && steps.length > 0) return "start, workload, stop and restart";
  if (ready.kind === "ended") return "it ends by itself: exit code and output, since no workload is declared";
  return "started and stopped only: no workload is declared";
}

export interface Proven {
  readonly learned: Learned;
  readonly verify: Proof;
  readonly proofs: readonly Proof[];
  readonly trials: readonly Trial[];
  readonly emitted: HardenResult["emitted"];
  readonly provenFor: ProvenFor;
}

/** Learns, emits, verifies with everything together, and compares the result with the original. */
export async function proveHardened(
  session: EngineSession,
  request: {
    readonly build: Build;
    readonly imageName: string;
    readonly permitted: Permitted;
    readonly runner: Runner;
    readonly progress: Progress;
    /** ISO date, and days until the proof expires. */
    readonly today: string;
    readonly days: number;
  },
): Promise<Proven> {
  const { build, imageName, permitted, runner, progress, today, days } = request;
  const image = build.image.tag;
  const imageSummary = await summaryOf(session, image);
  const learned = await learn(session, {
    image,
    imageSummary,
    imageName,
    ...permitted,
    progress,
    trialIds: runner.trialIds,
  });
  progress({ stage: "learn", message: `${learned.trials.length} trials`, done: true });
  const verified = await verify(session, {
    // The profile lacks secret values; this workload has them.
    profile: {
      ...learned.profile,
      workload: withBodiesOf(withLoad(permitted.workload, learned.profile.workload.load), learned.profile.workload),
    },
    permit: permitted.permit,
    image,
    imageSummary,
    progress,
    trialIds: runner.trialIds,
  });
  const earlierTrials = runner.trials().length;
  const { witnesses } = learned;
  const title = "hardened image under its profile";
  const problem = await runner.problemOf(build, title, toRestrictions(learned.profile), learned.profile.tolerated);
  const compared = runner.trials().slice(earlierTrials);
  const comparisonProof: Proof = {
    claim:
      "The hardened container, under everything together, behaves as the original does: status, body, log lines, exit codes, restart included",
    trials: compared.map(({ id }) => id),
    verdict: problem === undefined ? "holds" : "breaks",
    detail: problem ?? `${compared.length} trials, no difference beyond the original's own noise`,
  };
  const proof = verified.proof.verdict === "holds" && problem !== undefined ? comparisonProof : verified.proof;
  const profile =
    proof.verdict === "holds"
      ? recordProof(
          learned.profile,
          await readProofEnvironment(session, image, imageSummary, learned.profile),
          today,
          days,
        )
      : learned.profile;
  return {
    learned: { ...learned, profile },
    verify: proof,
    proofs: [...learned.proofs, verified.proof, comparisonProof],
    trials: [...runner.trials().slice(0, earlierTrials), ...learned.trials, ...verified.trials, ...compared],
    provenFor: verified.provenFor,
    emitted: { dockerRun: emitDockerRun(profile, { witnesses }), compose: emitCompose(profile, { witnesses }) },
  };
}
