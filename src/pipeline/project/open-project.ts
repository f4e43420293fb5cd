import { Failure } from "../../domain/failure.ts";
import { ownValue } from "../../domain/own-value.ts";
import { withinTime } from "../../sources/bounded/time-limit.ts";
import { readComposeServices, type ComposeServices } from "../../sources/compose/read-services.ts";
import { serviceWorkloads, type ServiceWorkloads } from "../../sources/compose/service-workloads.ts";
import { shellFolder } from "../../sources/files/shell-folder.ts";
import { inspectImage } from "../../sources/engine/images/images.ts";
import type { EngineSession } from "../../sources/engine/types.ts";
import type { ComposeWork } from "../rule-runs/compose-work.ts";
import { withAllFiles } from "../judge/compose/judge-compose.ts";
import { readCompose } from "../judge/compose/read-compose.ts";
import { composeWork } from "../judge/compose/work-of.ts";
import type { CheckTarget } from "../targets/targets.ts";
import type { Context } from "../context.ts";
import type { Texts } from "../../dialects/text-dialect.ts";
import { allowedVariables } from "../workload/allowed-variables.ts";
import type { WorkloadDeclaration } from "../workload/workload-for.ts";
import { buildServices, type BuiltServices } from "./build-services.ts";
import { declareEntry, entryOf } from "./declare-entry.ts";
import {
  noOutcomes,
  planServices,
  type SkippedService,
  type ProjectPlan,
  type StartOutcomes,
} from "./plan-services.ts";

/** Time limit for reading the files. */
const readMs = 20_000;

/** A Compose project ready to start: read, permitted, missing images built. */
export interface OpenProject {
  readonly work: ComposeWork;
  /** All files with their original text. */
  readonly texts: Texts;
  readonly project: ComposeServices;
  /** The service for the steps. */
  readonly entry: string;
  readonly declared: WorkloadDeclaration;
  readonly session: EngineSession;
  readonly plan: ProjectPlan;
  readonly workloads: ServiceWorkloads;
  readonly built: BuiltServices;
  readonly left: readonly SkippedService[];
  /** The same project with the results of a first start. */
  again(seen: StartOutcomes): OpenProject;
  /** Settings that trials do not apply to services, as far as known: each further workload may add some. */
  leftOut(): readonly string[];
}

type ComposeFound = Extract<CheckTarget, { readonly path: string }>;

/**
 * Reads the files like docker compose, requests consent before an engine is contacted, and then finds services whose image exists or can be built.
 * `fixedOf` returns services that cannot be edited, with the reason. Throws `workload-fails` where no service remains.
 */
export async function openProject(
  target: ComposeFound,
  context: Context,
  fixedOf: (work: ComposeWork, project: ComposeServices) => ReadonlyMap<string, string> = () => new Map(),
): Promise<OpenProject> {
  const { cwd, progress } = context;
  const files = [target.path, ...(target.layers ?? [])];
  const { work, answer } = withAllFiles(await composeWork(target, context), (workWithFiles) =>
    withinTime(readMs, target.path, () => readCompose(workWithFiles)),
  );
  const home = context.env?.["HOME"];
  const shellVariables = { env: allowedVariables(context), ...(home !== undefined && { home }) };
  const called = shellFolder(cwd, context.env?.["PWD"]);
  const request = { files, cwd, called, profiles: [], envFiles: [], ...shellVariables };
  const project = await readComposeServices(request, context.consent?.allowed ?? []);
  const reportedNotes = new Set<string>();
  const note = (message: string): void => {
    if (!reportedNotes.has(message)) progress({ stage: "compose", message, done: true });
    reportedNotes.add(message);
  };
  for (const message of project.notes) note(message);
  const entry = entryOf(project, work.config, context);
  const requestedWorkloads = serviceWorkloads(project, entry, note);
  const declaredEntry = await declareEntry(project, requestedWorkloads, work.config, context);

  const fixed = fixedOf(work, project);
  const session = await context.run();
  const names = Object.keys(project.services);
  const presentServices = new Set<string>();
  for (const name of names)
    if ((await inspectImage(session.engine, requestedWorkloads.image(name), session.signal)) !== undefined)
      presentServices.add(name);
  const unbuiltServices = names.filter(
    (name) => !presentServices.has(name) && ownValue(project.services, name)?.build !== undefined,
  );
  const inactive = project.inactive.map((name) => ({
    name,
    reason: "it runs only under a profile that was not asked for",
  }));
  const planWith = (
    availableServices: ReadonlySet<string>,
    unbuilt?: ReadonlyMap<string, string>,
    outcomes = noOutcomes,
  ): ProjectPlan => {
    const servicePlan = planServices({
      services: project.services,
      entry,
      available: availableServices,
      fixed,
      seen: outcomes,
      ...(unbuilt && { unbuilt }),
    });
    if (servicePlan.learned.length === 0) throw nothingLearned(target.path, [...inactive, ...servicePlan.left]);
    return servicePlan;
  };
  // Checks the plan before the builds.
  planWith(new Set([...presentServices, ...unbuiltServices]));
  const built = await buildServices(session, project, unbuiltServices, work.config, context);
  const { texts } = answer;
  const leftOut = (): readonly string[] => [...reportedNotes].toSorted();
  const openWith = (outcomes: StartOutcomes): OpenProject => {
    const plan = planWith(new Set([...presentServices, ...built.images.keys()]), built.failed, outcomes);
    const workloads = serviceWorkloads(project, entry, note, built.images, outcomes.ended);
    const skippedServices = [...inactive, ...plan.left];
    return {
      work,
      texts,
      project,
      entry,
      declared: declaredEntry,
      session,
      plan,
      workloads,
      built,
      left: skippedServices,
      again: openWith,
      leftOut,
    };
  };
  return openWith(noOutcomes);
}

export function nothingLearned(file: string, skippedServices: readonly SkippedService[]): Failure {
  const lines = skippedServices.map(({ name, reason }) => `  ${name}: ${reason}`).join("\n");
  return new Failure("workload-fails", `No service of ${file} can be tried:\n${lines}`, {
    hint: "Pull the images, declare what the services need with depends_on, and name the one that the steps are done at: --service NAME, or workload: { compose: { service: NAME } } in hullproof.yaml.",
  });
}
