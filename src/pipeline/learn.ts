import type { ImageFiles } from "../domain/image/image-files.ts";
import type { Report } from "../domain/report/report.ts";
import { aboutProofs } from "../domain/report/about-proofs.ts";
import { learn } from "../proof/learn/learn.ts";
import { recordProof } from "../proof/provenance/record-proof.ts";
import type { Context } from "./context.ts";
import { imageCoverage } from "./learn/coverage.ts";
import { imageReport } from "./image/image-report.ts";
import { trialCache } from "./learn/trial-cache.ts";
import { proofDays } from "./profile/to-proof-days.ts";
import { hereFor } from "./profile/here-for.ts";
import { summaryOf } from "./prove/summary-of.ts";
import { configFor } from "./check/settings.ts";
import { declareWorkload, workloadFor } from "./workload/workload-for.ts";

export interface LearnOptions {
  /** How long the proof counts as current (`30d`), in place of what `hullproof.yaml` says. */
  readonly proveAgainAfter?: string;
  /** Run every trial again, also those kept from earlier calls. */
  readonly fresh?: boolean;
  /** Measure it beside a neighbour that burns CPU and memory. */
  readonly contention?: boolean;
}

export interface LearnedImage {
  readonly report: Report;
  /** For formats that show them: every file of the image. */
  readonly maps?: () => readonly ImageFiles[];
}

/** `hullproof learn IMAGE`: least privilege and limits of an image that exists. */
export async function learnImage(image: string, options: LearnOptions, context: Context): Promise<LearnedImage> {
  const config = await configFor(".", context);
  const days = proofDays(options, config);
  const declared = await declareWorkload(config, context);
  const run = await context.run();
  const imageSummary = await summaryOf(run, image);
  const { workload, permit } = await workloadFor(run, image, declared, context, { mustWork: true });
  const known = await trialCache(context, options.fresh ?? false)?.of(run, workload);
  const learned = await learn(run, {
    image,
    imageSummary,
    imageName: image,
    workload,
    permit,
    progress: context.progress,
    contention: options.contention ?? false,
    ...(known && { known }),
  });
  const { trials, witnesses, proofs, suggestions, observed } = learned;
  // The whole profile comes last.
  const proven = proofs.at(-1)?.verdict === "holds";
  const here = await hereFor(run, image, imageSummary, learned.profile);
  const profile = proven ? recordProof(learned.profile, here, context.today, days) : learned.profile;
  const kept = trials.filter((trial) => trial.kept).length;
  const from = kept === 0 ? "" : `, ${kept} of them from an earlier run (--fresh runs all)`;
  context.progress({ stage: "learn", message: `${trials.length} trials${from}`, done: true });
  const { coverage, maps } = await imageCoverage(image, learned, context);
  const report = imageReport({ name: image, digest: imageSummary.id }, context.version, {
    proof: {
      trials,
      profile,
      witnesses,
      proofs,
      suggestions,
      observed,
      coverage,
      ...(profile.provenFor && { provenFor: profile.provenFor }),
      about: aboutProofs,
    },
    ...(run.notes.length > 0 && { notChecked: [...run.notes] }),
  });
  return { report, ...(maps && { maps }) };
}
