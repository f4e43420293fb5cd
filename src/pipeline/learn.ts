import type { Report } from "../domain/report.ts";
import { learn } from "../proof/learn.ts";
import type { Context } from "./context.ts";
import { imageReport } from "./image-report.ts";
import { summaryOf } from "./prove.ts";
import { configFor } from "./check/settings.ts";
import { workloadFor } from "./workload.ts";

/** `hullproof learn IMAGE`: least privilege and limits of an image that exists. */
export async function learnImage(image: string, context: Context): Promise<Report> {
  const config = await configFor(".", context);
  const run = await context.run();
  const imageSummary = await summaryOf(run, image);
  const workload = await workloadFor(run, image, config, context);
  const { profile, trials, witnesses, proofs, observed } = await learn(run, {
    image,
    imageSummary,
    imageName: image,
    workload,
    progress: context.progress,
  });
  return imageReport({ name: image, digest: imageSummary.id }, context.version, {
    proof: { trials, profile, witnesses, proofs, observed },
  });
}
