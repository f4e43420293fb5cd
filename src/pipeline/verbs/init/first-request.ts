import { withLoad } from "../../../proof/workload/with-load.ts";
import type { EngineSession } from "../../../sources/engine/types.ts";
import { runTrial } from "../../../proof/trial/trial.ts";
import { openBuilds } from "../../image-build/builds.ts";
import { readProject } from "../../image-build/project.ts";
import type { Context } from "../../context.ts";
import { openProject } from "../../project/open-project.ts";
import { startProject } from "../../project/start-project.ts";
import { summaryOf } from "../../workload/summary-of.ts";
import { declareWorkload, workloadFor, type Permitted } from "../../workload/workload-for.ts";

/** Result of the request; `problem` where it failed. */
export interface FirstAnswer {
  readonly status?: number;
  /** The first line of the body. */
  readonly body?: string;
  readonly ms?: number;
  readonly problem?: string;
}

/** A Dockerfile, or a Compose project. */
export type Subject = { readonly dockerfile: string } | { readonly files: readonly [string, ...string[]] };

export interface Start extends Permitted {
  readonly session: EngineSession;
  readonly image: string;
}

/**
 * Runs the workload of the current folder's `hullproof.yaml` once with the original container: of the Dockerfile, which is built, or of a Compose project.
 * Throws the `Failure`s of builds, projects and engines.
 */
export async function firstRequest(subject: Subject, context: Context): Promise<FirstAnswer> {
  const { session, image, workload, permit } = await startSubject(subject, context);
  const trial = await runTrial(session, {
    id: "t1",
    title: "as it is",
    image,
    imageSummary: await summaryOf(session, image),
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

/** Builds the image, or opens the project, with the workload of `hullproof.yaml`. */
export function startSubject(subject: Subject, context: Context): Promise<Start> {
  return "dockerfile" in subject ? startDockerfile(subject.dockerfile, context) : startCompose(subject.files, context);
}

async function startDockerfile(dockerfile: string, context: Context): Promise<Start> {
  const project = await readProject(dockerfile, context, true);
  const declaredWorkload = await declareWorkload(project.config, context, project.reach);
  const session = await context.run();
  const builds = openBuilds(session, project, context, declaredWorkload.permit);
  const { image } = await builds.build(project.original, "as it is");
  return { session, image: image.tag, ...(await workloadFor(session, image.tag, declaredWorkload, context)) };
}

async function startCompose([path, ...layers]: readonly [string, ...string[]], context: Context): Promise<Start> {
  const project = await openProject({ kind: "compose", path, layers, discovered: true }, context);
  const { open, workload } = await startProject(project, context);
  return { session: open.session, image: open.workloads.runs(open.entry), workload, permit: open.declared.permit };
}
