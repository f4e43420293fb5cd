import { Failure } from "../../domain/failure.ts";
import { ownValue } from "../../domain/own-value.ts";
import { withinTime } from "../../sources/bounded/time-limit.ts";
import { readComposeServices, type ComposeServices } from "../../sources/compose/read-services.ts";
import { serviceWorkloads, type ServiceWorkloads } from "../../sources/compose/service-workloads.ts";
import { shellFolder } from "../../sources/files/shell-folder.ts";
import { inspectImage } from "../../sources/engine/images/images.ts";
import type { Run } from "../../sources/engine/types.ts";
import type { ComposeWork } from "../check/compose/compose-work.ts";
import { withAllFiles } from "../check/compose/judge-compose.ts";
import { readCompose } from "../check/compose/read-compose.ts";
import { composeWork } from "../check/compose/work-of.ts";
import type { Found } from "../check/targets.ts";
import type { Context } from "../context.ts";
import type { Texts } from "../fix/compose/project-problem.ts";
import { allowedVariables, type Declared } from "../workload/workload-for.ts";
import { buildServices, type BuiltServices } from "./build-services.ts";
import { declareEntry, entryOf } from "./declare-entry.ts";
import { nothingSeen, planServices, type LeftService, type ProjectPlan, type Seen } from "./plan-services.ts";

/** Reading the files. */
const actMs = 20_000;

/** A Compose project as it can be started: read, agreed to, its missing images built. */
export interface OpenProject {
  readonly work: ComposeWork;
  /** All of its files, as they are. */
  readonly texts: Texts;
  readonly project: ComposeServices;
  /** The service that the steps are done at. */
  readonly entry: string;
  readonly declared: Declared;
  readonly run: Run;
  readonly plan: ProjectPlan;
  readonly workloads: ServiceWorkloads;
  readonly built: BuiltServices;
  readonly left: readonly LeftService[];
  /** The same after its services were seen to start, or not to. */
  again(seen: Seen): OpenProject;
  /** What the trials don't give to services, as far as it is known by now: each workload that is made may add to it. */
  leftOut(): readonly string[];
}

type ComposeFound = Extract<Found, { readonly path: string }>;

/**
 * Reads the files as docker compose does and agrees on what they reach before an engine is asked; then finds out whose images are here or can be built.
 * `fixedOf` names services that can't be edited, with the reason. Throws `workload-fails` where no service is left.
 */
export async function openProject(
  target: ComposeFound,
  context: Context,
  fixedOf: (work: ComposeWork, project: ComposeServices) => ReadonlyMap<string, string> = () => new Map(),
): Promise<OpenProject> {
  const { cwd, progress } = context;
  const files = [target.path, ...(target.layers ?? [])];
  const { work, answer } = withAllFiles(await composeWork(target, context), (known) =>
    withinTime(actMs, target.path, () => readCompose(known)),
  );
  const home = context.env?.["HOME"];
  const given = { env: allowedVariables(context), ...(home !== undefined && { home }) };
  const called = shellFolder(cwd, context.env?.["PWD"]);
  const request = { files, cwd, called, profiles: [], envFiles: [], ...given };
  const project = await readComposeServices(request, context.consent?.allowed ?? []);
  const told = new Set<string>();
  const note = (message: string): void => {
    if (!told.has(message)) progress({ stage: "compose", message, done: true });
    told.add(message);
  };
  for (const one of project.notes) note(one);
  const entry = entryOf(project, work.config, context);
  const asked = serviceWorkloads(project, entry, note);
  const declared = await declareEntry(project, asked, work.config, context);

  const fixed = fixedOf(work, project);
  const run = await context.run();
  const names = Object.keys(project.services);
  const here = new Set<string>();
  for (const name of names)
    if ((await inspectImage(run.engine, asked.image(name), run.signal)) !== undefined) here.add(name);
  const missing = names.filter((name) => !here.has(name) && ownValue(project.services, name)?.build !== undefined);
  const inactive = project.inactive.map((name) => ({
    name,
    reason: "it runs only under a profile that was not asked for",
  }));
  const planWith = (
    all: ReadonlySet<string>,
    unbuilt?: ReadonlyMap<string, string>,
    seen = nothingSeen,
  ): ProjectPlan => {
    const made = planServices({
      services: project.services,
      entry,
      here: all,
      fixed,
      seen,
      ...(unbuilt && { unbuilt }),
    });
    if (made.learned.length === 0) throw nothingLearned(target.path, [...inactive, ...made.left]);
    return made;
  };
  // Nothing is built for nothing.
  planWith(new Set([...here, ...missing]));
  const built = await buildServices(run, project, missing, work.config, context);
  const { texts } = answer;
  const leftOut = (): readonly string[] => [...told].toSorted();
  const again = (seen: Seen): OpenProject => {
    const plan = planWith(new Set([...here, ...built.images.keys()]), built.failed, seen);
    const workloads = serviceWorkloads(project, entry, note, built.images, seen.ended);
    const left = [...inactive, ...plan.left];
    return { work, texts, project, entry, declared, run, plan, workloads, built, left, again, leftOut };
  };
  return again(nothingSeen);
}

export function nothingLearned(file: string, left: readonly LeftService[]): Failure {
  const lines = left.map(({ name, reason }) => `  ${name}: ${reason}`).join("\n");
  return new Failure("workload-fails", `No service of ${file} can be tried:\n${lines}`, {
    hint: "Pull the images, declare what the services need with depends_on, and name the one that the steps are done at: --service NAME, or workload: { compose: { service: NAME } } in hullproof.yaml.",
  });
}
