import { summaryOf } from "./summary-of.ts";
import type { Progress } from "../../domain/progress.ts";
import type { HardenResult } from "../../domain/report/report.ts";
import type { Proof, Trial } from "../../domain/workload/trial.ts";
import type { Learned } from "../../domain/profile/learned.ts";
import type { Workload } from "../../domain/workload/workload.ts";
import type { Permitted } from "../workload/workload-for.ts";
import { emitCompose } from "../../emit/compose.ts";
import { emitDockerRun } from "../../emit/docker-run.ts";
import { baseline } from "../../proof/lab/baseline.ts";
import { withBodiesOf } from "../../proof/workload/with-large-bodies.ts";
import { withLoad } from "../../proof/workload/with-load.ts";
import { openLab } from "../../proof/lab/open-lab.ts";
import { learn } from "../../proof/learn/learn.ts";
import { toRestrictions } from "../../emit/text/to-restrictions.ts";
import { trialIds } from "../../proof/trial/trial-ids.ts";
import { recordProof } from "../../proof/provenance/record-proof.ts";
import { verify } from "../../proof/verify/verify.ts";
import type { ProvenFor } from "../../domain/profile/profile.ts";
import type { Restrictions } from "../../domain/profile/restrictions.ts";
import type { Run } from "../../sources/engine/types.ts";
import type { Build } from "../build/builds.ts";
import { hereFor } from "../profile/here-for.ts";

/** The original as it behaves, and a way to compare others with it. */
export interface Runner {
  readonly trialIds: () => string;
  /** What was run, for a reader. */
  readonly how: string;
  /** Runs `build` as the original was run, at least twice; what it does otherwise, undefined when it behaves the same. */
  problemOf(
    build: Build,
    name: string,
    restrictions?: Restrictions,
    tolerated?: readonly string[],
  ): Promise<string | undefined>;
  /** All trials so far, in order. */
  trials(): readonly Trial[];
}

/** Throws `never-ready`, `workload-fails`, `workload-flaky` as `baseline` does. */
export async function runOriginal(
  run: Run,
  original: Build,
  { workload, permit }: Permitted,
  progress: Progress,
): Promise<Runner> {
  const ids = trialIds();
  const imageSummary = await summaryOf(run, original.image.tag);
  const image = original.image.tag;
  // Two images are compared client by client; what load they bear, learn and verify find out.
  const alone = withLoad(workload, undefined);
  const base = await baseline(run, { image, imageSummary, workload: alone, permit, trialIds: ids, progress });
  const stop = base.uncleanStop === undefined ? "" : `, but does not stop as declared: ${base.uncleanStop}`;
  progress({ stage: "baseline", message: `the original passes its workload twice${stop}`, done: true });
  const trials: Trial[] = [...base.ran];
  // A version that stops as it should is given the time that was declared for it.
  const { timeoutMs } = workload.stop;
  const accepted = { ...base.workload, stop: { ...base.workload.stop, timeoutMs } };
  return {
    how: howItWasRun(workload),
    trialIds: ids,
    trials: () => trials,
    async problemOf(build, name, restrictions = {}, tolerated = []) {
      const image = build.image.tag;
      const lab = openLab(run, {
        image,
        imageSummary: await summaryOf(run, image),
        workload: accepted,
        permit,
        baseline: base,
        otherImage: build.image.id !== original.image.id,
        trialIds: ids,
        progress,
        stage: "compare",
        tolerated,
      });
      const answer = await lab.confirm(`${name}, compared with the original`, restrictions);
      trials.push(...lab.trials.slice(base.ran.length));
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

/** Learn, emit, verify under everything together, and compare the result with the original. */
export async function proveHardened(
  run: Run,
  request: {
    readonly build: Build;
    readonly imageName: string;
    readonly permitted: Permitted;
    readonly runner: Runner;
    readonly progress: Progress;
    /** ISO date, and for how many days a proof counts as current. */
    readonly today: string;
    readonly days: number;
  },
): Promise<Proven> {
  const { build, imageName, permitted, runner, progress, today, days } = request;
  const image = build.image.tag;
  const imageSummary = await summaryOf(run, image);
  const learned = await learn(run, {
    image,
    imageSummary,
    imageName,
    ...permitted,
    progress,
    trialIds: runner.trialIds,
  });
  progress({ stage: "learn", message: `${learned.trials.length} trials`, done: true });
  const verified = await verify(run, {
    // The profile holds values of its variables by name; here they are known.
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
  const known = runner.trials().length;
  const { witnesses } = learned;
  const title = "hardened image under its profile";
  const problem = await runner.problemOf(build, title, toRestrictions(learned.profile), learned.profile.tolerated);
  const compared = runner.trials().slice(known);
  const same: Proof = {
    claim:
      "The hardened container, under everything together, behaves as the original does: status, body, log lines, exit codes, restart included",
    trials: compared.map(({ id }) => id),
    verdict: problem === undefined ? "holds" : "breaks",
    detail: problem ?? `${compared.length} trials, no difference beyond the original's own noise`,
  };
  const proof = verified.proof.verdict === "holds" && problem !== undefined ? same : verified.proof;
  const profile =
    proof.verdict === "holds"
      ? recordProof(learned.profile, await hereFor(run, image, imageSummary, learned.profile), today, days)
      : learned.profile;
  return {
    learned: { ...learned, profile },
    verify: proof,
    proofs: [...learned.proofs, verified.proof, same],
    trials: [...runner.trials().slice(0, known), ...learned.trials, ...verified.trials, ...compared],
    provenFor: verified.provenFor,
    emitted: { dockerRun: emitDockerRun(profile, { witnesses }), compose: emitCompose(profile, { witnesses }) },
  };
}
