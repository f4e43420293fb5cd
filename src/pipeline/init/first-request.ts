import { openBuilds } from "../build/builds.ts";
import { readProject } from "../build/project.ts";
import type { Context } from "../context.ts";
import { summaryOf } from "../prove/summary-of.ts";
import { declareWorkload, workloadFor } from "../workload/workload-for.ts";
import { withLoad } from "../../proof/workload/with-load.ts";
import { runTrial } from "../../proof/trial/trial.ts";
import type { Answers } from "./settings-text.ts";

/** What came of the request; `problem` where it did not pass. */
export interface FirstAnswer {
  readonly status?: number;
  /** The first line of the body. */
  readonly body?: string;
  readonly ms?: number;
  readonly problem?: string;
}

/** Builds the Dockerfile, starts the container as it is and sends the one request, once. Throws `Failure` as a build and an engine do. */
export async function firstRequest(
  answers: Required<Pick<Answers, "request">> & Answers,
  session: Context,
): Promise<FirstAnswer> {
  const { dockerfile, request, composed } = answers;
  const context: Context = {
    ...session,
    workloadFlags: {
      get: [`:${request.port}${request.path}`],
      port: String(request.port),
      ...(composed && { compose: composed.file, service: composed.service }),
    },
  };
  const project = await readProject(dockerfile, { ...context, targets: ["."] }, true);
  const declared = await declareWorkload(project.config, context, project.reach);
  const run = await context.run();
  const builds = openBuilds(run, project, context, declared.permit);
  const { image } = await builds.build(project.original, "as it is");
  const { workload, permit } = await workloadFor(run, image.tag, declared, context);
  const trial = await runTrial(run, {
    id: "t1",
    title: "as it is",
    image: image.tag,
    imageSummary: await summaryOf(run, image.tag),
    workload: { ...withLoad(workload, undefined), restart: false },
    restrictions: {},
    permit,
    judged: false,
  });
  const step = trial.lives[0]?.steps[0];
  const [line] = step?.body?.split("\n") ?? [];
  const [problem] = trial.problems;
  return {
    ...(step?.status !== undefined && { status: step.status }),
    ...(line !== undefined && { body: line }),
    ...(step !== undefined && { ms: step.ms }),
    ...(trial.outcome === "breaks" && { problem: problem ?? "it did not pass" }),
  };
}
