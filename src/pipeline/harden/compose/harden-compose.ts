import { dirname, relative, resolve } from "node:path";
import type { WrittenContainer } from "../../../domain/container-spec/written-container.ts";
import { Failure } from "../../../domain/failure.ts";
import type { HardenedService, ProjectResult } from "../../../domain/report/project-result.ts";
import type { Proof, Trial } from "../../../domain/workload/trial.ts";
import { trialIds } from "../../../proof/trial/trial-ids.ts";
import { withinTime } from "../../../sources/bounded/time-limit.ts";
import { refuseUnwritable } from "../../../sources/can-write.ts";
import { readComposeServices } from "../../../sources/compose/read-services.ts";
import { inspectImage } from "../../../sources/engine/images/images.ts";
import { withAllFiles } from "../../check/compose/judge-compose.ts";
import { readCompose } from "../../check/compose/read-compose.ts";
import { composeWork } from "../../check/compose/work-of.ts";
import type { Context } from "../../context.ts";
import { withTexts, type Texts } from "../../fix/compose/project-problem.ts";
import { proofDays } from "../../profile/to-proof-days.ts";
import { allowedVariables } from "../../workload/workload-for.ts";
import type { Hardened } from "../../harden.ts";
import type { ComposeTarget } from "./compose-target.ts";
import { declareEntry, entryOf } from "./declare-entry.ts";
import { hardenService, serviceIn } from "./harden-service.ts";
import { entryWorkload, learnServices } from "./learn-services.ts";
import { sampleChanges } from "./pending-changes.ts";
import type { HardenComposeOptions } from "./harden-options.ts";
import { planServices, type LeftService } from "./plan-services.ts";
import { proveProject } from "./prove-project.ts";
import { restrictionsIn } from "./restrictions-in.ts";
import { serviceWorkloads } from "./service-workloads.ts";
import { writeProject } from "./write-project.ts";
import { writeService } from "./write-service.ts";
import { readingOf } from "../../check/compose/reading-of.ts";

/** Reading the files, or all edits of one service: each edit reads them again. */
const actMs = 20_000;

/**
 * `hullproof harden compose.yaml`: each service is learned with the others beside it, what was learned is written into the project's files, and all of it is
 * started together as they say. The project itself, running or not, is left alone.
 */
export async function hardenCompose(
  target: ComposeTarget,
  options: HardenComposeOptions,
  context: Context,
): Promise<Hardened> {
  const { cwd, progress } = context;
  const say = (stage: string, message: string): void => progress({ stage, message, done: true });
  const files = [target.path, ...(target.layers ?? [])];
  const shown = options.folder ?? (relative(cwd, resolve(cwd, dirname(target.path), ".hullproof")) || ".");
  refuseUnwritable({ path: resolve(cwd, shown), shown }, true);

  // Read the files as docker compose does, and agree on what they reach before an engine is asked.
  const inTime = <Done>(act: () => Done): Done => withinTime(actMs, target.path, act);
  const edited = <Done>(act: () => Done): Done | { readonly refused: string } => {
    try {
      return inTime(act);
    } catch (error) {
      if (error instanceof Failure && error.code === "timed-out") return { refused: "its edits take too long" };
      throw error;
    }
  };
  const { work, answer } = withAllFiles(await composeWork(target, context), (known) =>
    inTime(() => readCompose(known)),
  );
  const days = proofDays(options, work.config);
  const request = { files, cwd, profiles: [], envFiles: [], env: allowedVariables(context) };
  const project = await readComposeServices(request, context.consent?.allowed ?? []);
  for (const note of [...target.notes, ...project.notes]) say("compose", note);
  const entry = entryOf(project, work.config, context);
  const workloads = serviceWorkloads(project, entry, (note) => say("compose", note));
  const declared = await declareEntry(project, workloads, work.config, context);

  // Which services can be edited, whose image is here, and which of them the steps reach.
  const names = Object.keys(project.services);
  const seccompOf = (name: string): string => pathFrom(project.folder, resolve(cwd, shown, `seccomp-${name}.json`));
  const fixed = new Map<string, string>();
  for (const name of names) {
    const sample = (container: WrittenContainer) => sampleChanges(container, seccompOf(name));
    const tried = edited(() => hardenService(work, name, sample));
    if ("refused" in tried) fixed.set(name, `it can't be edited safely: ${tried.refused}`);
  }
  const run = await context.run();
  const here = new Set<string>();
  for (const name of names)
    if ((await inspectImage(run.engine, workloads.image(name), run.signal)) !== undefined) here.add(name);
  const plan = planServices({ services: project.services, entry, here, fixed });
  const left: LeftService[] = [
    ...project.inactive.map((name) => ({ name, reason: "it runs only under a profile that was not asked for" })),
    ...plan.left,
  ];
  if (plan.learned.length === 0) throw nothingLearned(target.path, left);
  say("plan", `of ${names.length} services these are learned: ${plan.learned.map(({ name }) => name).join(", ")}`);

  // Learn each with the others beside it, and write what was learned.
  const ids = trialIds();
  const learning = { plan, workloads, declared, days, trialIds: ids };
  const workload = await entryWorkload(run, learning, context);
  const trials: Trial[] = [];
  const proofs: Proof[] = [];
  const services: HardenedService[] = [];
  let texts: Texts = answer.texts;
  for await (const { name, image, learned, ...came } of learnServices(run, learning, workload, context)) {
    trials.push(...(learned?.trials ?? []));
    proofs.push(...(learned?.proofs ?? []));
    if ("reason" in came) {
      left.push({ name, reason: came.reason });
      continue;
    }
    const { profile } = came;
    const list = profile.seccomp && { seccomp: seccompOf(name) };
    const written = edited(() => writeService(work, texts, { name, profile, ...list }));
    if ("refused" in written) {
      left.push({ name, reason: `it was learned and can't be edited safely: ${written.refused}` });
      continue;
    }
    ({ texts } = written);
    services.push({ name, image, profile, notes: written.notes });
    say("learn", `service ${name}: ${learned?.trials.length ?? 0} trials`);
  }
  if (services.length === 0) throw nothingLearned(target.path, left);

  // Start all of it with what the files now say.
  const after = readingOf(withTexts(work, texts));
  const restrictions = new Map(
    services.flatMap(({ name, profile }) => {
      const container = serviceIn(after, name);
      return container === undefined ? [] : [[name, restrictionsIn(container, profile, seccompOf(name))] as const];
    }),
  );
  const whole = await proveProject(run, {
    entry,
    image: workloads.image(entry),
    workload,
    permit: declared.permit,
    restrictions,
    tolerated: services.find(({ name }) => name === entry)?.profile.tolerated ?? [],
    trialIds: ids,
    progress,
  });
  say("verify", `${whole.proof.verdict}: ${whole.proof.detail}`);
  const result: Omit<ProjectResult, "files"> = {
    entry,
    services,
    left: left.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    verify: whole.proof,
    proofs: [...proofs, whole.proof],
    trials: [...trials, ...whole.trials],
  };
  return writeProject(
    { work, before: answer.texts, after: texts, result, notes: [...target.notes, ...project.notes, ...run.notes] },
    { ...options, shown },
    context,
  );
}

/** As a Compose file names a path: relative to the project's folder. */
function pathFrom(folder: string, path: string): string {
  const way = relative(folder, path);
  return way.startsWith(".") ? way : `./${way}`;
}

function nothingLearned(file: string, left: readonly LeftService[]): Failure {
  return new Failure("workload-fails", `No service of ${file} was learned:\n${lines(left)}`, {
    hint: "Build or pull the images, declare what the services need with depends_on, and name the one that the steps are done at: --service NAME.",
  });
}

function lines(left: readonly LeftService[]): string {
  return left.map(({ name, reason }) => `  ${name}: ${reason}`).join("\n");
}
