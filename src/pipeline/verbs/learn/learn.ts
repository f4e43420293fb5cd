import type { ImageFiles } from "../../../domain/image/image-files.ts";
import type { DeclaredWorkload } from "../../../domain/workload/declared-workload.ts";
import type { Workload } from "../../../domain/workload/workload.ts";
import type { Report } from "../../../domain/report/report.ts";
import { aboutProofs } from "../../../domain/report/about-proofs.ts";
import { knownImageOf, knownImageOffer } from "../../../facts/container-spec/known-image-of.ts";
import { learn } from "../../../proof/learn/learn.ts";
import { recordProof } from "../../../proof/record/record-proof.ts";
import type { ImageSummary } from "../../../sources/engine/types.ts";
import type { Context } from "../../context.ts";
import { imageCoverage } from "../../prove/coverage.ts";
import { imageReport } from "../../image/image-report.ts";
import { trialCache } from "../../prove/trial-cache.ts";
import { proofDays } from "../../profiles/to-proof-days.ts";
import { readProofEnvironment } from "../../profiles/proof-environment.ts";
import { composedProject } from "../../requests/composed-project.ts";
import { summaryOf } from "../../workload/summary-of.ts";
import type { DryRunSubject } from "../../requests/send-steps.ts";
import type { ImportOptions } from "../../requests/import-requests.ts";
import { configFor } from "../../settings/settings.ts";
import { declareWorkload, workloadFor } from "../../workload/workload-for.ts";

export interface LearnOptions {
  /** Age at which the proof expires (`30d`), instead of the value in `hullproof.yaml`. */
  readonly proveAgainAfter?: string;
  /** Ignore cached trials of earlier calls. */
  readonly fresh?: boolean;
  /** Measure next to a neighbor that uses CPU and memory. */
  readonly contention?: boolean;
  /** Files with requests that become steps, beside those of the workload. */
  readonly from?: ImportOptions | undefined;
}

export interface LearnedImage {
  readonly report: Report;
  /** What was made of the named files, or an offer where the workload has no steps, a line each. */
  readonly imported: readonly string[];
  /** File map of the image, for formats that show it. */
  readonly maps?: () => readonly ImageFiles[];
}

/** `hullproof learn IMAGE`: learns least privilege and limits of an existing image. */
export async function learnImage(image: string, options: LearnOptions, context: Context): Promise<LearnedImage> {
  const config = await configFor(".", context);
  const days = proofDays(options, config);
  const declaredWorkload = await declareWorkload(config, context);
  const session = await context.run();
  const imageSummary = await summaryOf(session, image);
  const declared = await workloadFor(session, image, declaredWorkload, context, { mustWork: true });
  const { permit } = declared;
  const subject = { session, image, ...declared };
  const { workload, imported } = await importedInto(subject, imageSummary, options, config.workload?.compose, context);
  const trialResults = await trialCache(context, options.fresh ?? false)?.of(session, workload);
  const learned = await learn(session, {
    image,
    imageSummary,
    imageName: image,
    workload,
    permit,
    progress: context.progress,
    contention: options.contention ?? false,
    ...(trialResults && { known: trialResults }),
  });
  const { trials, witnesses, proofs, suggestions, observed } = learned;
  // The proof of the whole profile comes last.
  const proven = proofs.at(-1)?.verdict === "holds";
  const environment = await readProofEnvironment(session, image, imageSummary, learned.profile);
  const profile = proven ? recordProof(learned.profile, environment, context.today, days) : learned.profile;
  const cachedTrials = trials.filter((trial) => trial.kept).length;
  const from = cachedTrials === 0 ? "" : `, ${cachedTrials} of them from an earlier run (--fresh runs all)`;
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
    ...(session.notes.length > 0 && { notChecked: [...session.notes] }),
  });
  return { report, imported, ...(maps && { maps }) };
}

/** The workload with steps of the named files, which were tried. */
async function importedInto(
  subject: DryRunSubject,
  { entrypoint, cmd, exposedPorts: [firstPort] }: ImageSummary,
  { from }: LearnOptions,
  compose: DeclaredWorkload["compose"],
  context: Context,
): Promise<{ readonly workload: Workload; readonly imported: readonly string[] }> {
  if (from === undefined) {
    const { workload } = subject;
    const known = workload.origin === "image" ? knownImageOf(subject.image, [...entrypoint, ...cmd]) : undefined;
    return { workload, imported: known === undefined ? [] : [knownImageOffer(known)] };
  }
  const { importInto } = await import("../../requests/import-into.ts");
  const typed = context.workloadFlags?.port;
  const port = typed === undefined ? firstPort : Number(typed);
  const container = { names: compose === undefined ? [] : [compose.service], image: subject.image };
  const project = compose && composedProject([compose.file], compose.service, context);
  const { workload, plan } = await importInto(subject, { ...from, port, container, project }, context);
  return { workload, imported: plan.lines };
}
