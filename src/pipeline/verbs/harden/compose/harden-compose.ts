import { dirname, relative, resolve } from "node:path";
import type { ContainerSpec } from "../../../../domain/container/container-spec.ts";
import { Failure } from "../../../../domain/failure.ts";
import type { HardenedService, ProjectResult } from "../../../../domain/report/project-result.ts";
import type { Proof, Trial } from "../../../../domain/workload/trial.ts";
import { trialIds } from "../../../../proof/trial/trial-ids.ts";
import { withinTime } from "../../../../sources/bounded/time-limit.ts";
import { refuseUnwritable } from "../../../../sources/files/can-write.ts";
import type { Context } from "../../../context.ts";
import type { Texts } from "../../../../dialects/text-dialect.ts";
import { withTexts } from "../../../fix-plan/compose/project-problem.ts";
import type { Hardened } from "../harden.ts";
import { trialCache } from "../../../prove/trial-cache.ts";
import { proofDays } from "../../../profiles/to-proof-days.ts";
import { nothingLearned, openProject } from "../../../project/open-project.ts";
import { proveProject } from "../../../project/prove-project.ts";
import { startProject } from "../../../project/start-project.ts";
import { restrictionsIn } from "../../../project/restrictions-in.ts";
import type { ComposeTarget } from "./compose-target.ts";
import type { HardenComposeOptions } from "./harden-options.ts";
import { hardenService, serviceIn } from "../../../project/harden-service.ts";
import { learnServices } from "./learn-services.ts";
import { sampleChanges } from "../../../project/pending-changes.ts";
import { writeProject } from "./write-project.ts";
import { writeService } from "./write-service.ts";
import { readingOf } from "../../../judge/compose/reading-of.ts";

/** Time limit for all edits of one service, each of which parses the files again: a busy machine must not lose minutes of learning. */
const editMs = 120_000;

/**
 * `hullproof harden compose.yaml`: learns each service with the others as companions, writes the result into the project's files, and starts
 * the whole project with them. The existing project, running or not, stays untouched.
 */
export async function hardenCompose(
  target: ComposeTarget,
  options: HardenComposeOptions,
  context: Context,
): Promise<Hardened> {
  const { cwd, progress } = context;
  const say = (stage: string, message: string): void => progress({ stage, message, done: true });
  const displayFolder = options.folder ?? (relative(cwd, resolve(cwd, dirname(target.path), ".hullproof")) || ".");
  refuseUnwritable({ path: resolve(cwd, displayFolder), shown: displayFolder }, true);

  for (const note of target.notes) say("compose", note);
  const edited = <Done>(act: () => Done): Done | { readonly refused: string } => {
    try {
      return withinTime(editMs, target.path, act);
    } catch (error) {
      if (error instanceof Failure && error.code === "timed-out") return { refused: "its edits take too long" };
      throw error;
    }
  };

  // Find services that can be edited, have an image or a build, and are reached by the steps.
  const folder = dirname(resolve(cwd, target.path));
  const seccompOf = (name: string): string => pathFrom(folder, resolve(cwd, displayFolder, `seccomp-${name}.json`));
  const read = await openProject(target, context, (work, { services }) => {
    // Refuses an invalid period before anything starts.
    proofDays(options, work.config);
    const fixed = new Map<string, string>();
    for (const name of Object.keys(services)) {
      const sample = (container: ContainerSpec) => sampleChanges(container, seccompOf(name));
      const tried = edited(() => hardenService(work, name, sample));
      if ("refused" in tried) fixed.set(name, `it can't be edited safely: ${tried.refused}`);
    }
    return fixed;
  });
  // Start the companions as they are.
  const { open, workload } = await startProject(read, context);
  const { work, project, entry, declared, session, plan, workloads, built } = open;
  const days = proofDays(options, work.config);
  const skippedServices = [...open.left];
  const count = Object.keys(project.services).length;
  say("plan", `of ${count} services these are learned: ${plan.learned.map(({ name }) => name).join(", ")}`);

  // Learn each service with its companions, and write the result.
  const ids = trialIds();
  const learning = {
    plan,
    workloads,
    declared,
    days,
    trialIds: ids,
    cache: trialCache(context, options.fresh ?? false),
  };
  const trials: Trial[] = [];
  const proofs: Proof[] = [];
  const services: HardenedService[] = [];
  let texts: Texts = open.texts;
  for await (const { name, image, learned, ...came } of learnServices(session, learning, workload, context)) {
    trials.push(...(learned?.trials ?? []));
    proofs.push(...(learned?.proofs ?? []));
    if ("reason" in came) {
      skippedServices.push({ name, reason: came.reason });
      continue;
    }
    const { profile } = came;
    const list = profile.seccomp && { seccomp: seccompOf(name) };
    const edit = edited(() => writeService(work, texts, { name, profile, ...list }));
    if ("refused" in edit) {
      skippedServices.push({ name, reason: `it was learned and can't be edited safely: ${edit.refused}` });
      continue;
    }
    ({ texts } = edit);
    services.push({ name, image, profile, notes: edit.notes });
    say("learn", `service ${name}: ${learned?.trials.length ?? 0} trials`);
  }
  if (services.length === 0) throw nothingLearned(target.path, skippedServices);

  // Start the whole project with the written files.
  const editedProject = readingOf(withTexts(work, texts));
  const restrictions = new Map(
    services.flatMap(({ name, profile }) => {
      const container = serviceIn(editedProject, name);
      return container === undefined ? [] : [[name, restrictionsIn(container, profile, seccompOf(name))] as const];
    }),
  );
  const whole = await proveProject(session, {
    entry,
    image: workloads.runs(entry),
    workload,
    permit: declared.permit,
    restrictions,
    tolerated: services.find(({ name }) => name === entry)?.profile.tolerated ?? [],
    trialIds: ids,
    progress,
  });
  say("verify", `${whole.proof.verdict}: ${whole.proof.detail}`);
  const stays = whole.proof.verdict === "holds" && options.noKeep !== true;
  const keptImages = stays ? await built.keep((name) => workloads.image(name)) : [];
  for (const image of keptImages) say("build", `${image} is the image that was proven, and stays on the engine`);
  const result: Omit<ProjectResult, "files"> = {
    entry,
    services,
    left: skippedServices.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    verify: whole.proof,
    proofs: [...proofs, whole.proof],
    trials: [...trials, ...whole.trials],
  };
  return writeProject(
    { work, before: open.texts, after: texts, result, notes: [...target.notes, ...open.leftOut(), ...session.notes] },
    { ...options, shown: displayFolder },
    context,
  );
}

/** A path in a Compose file: relative to the project's folder. */
function pathFrom(folder: string, path: string): string {
  const way = relative(folder, path);
  return way.startsWith(".") ? way : `./${way}`;
}
