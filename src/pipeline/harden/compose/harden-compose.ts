import { dirname, relative, resolve } from "node:path";
import type { WrittenContainer } from "../../../domain/container-spec/written-container.ts";
import { Failure } from "../../../domain/failure.ts";
import type { HardenedService, ProjectResult } from "../../../domain/report/project-result.ts";
import type { Proof, Trial } from "../../../domain/workload/trial.ts";
import { trialIds } from "../../../proof/trial/trial-ids.ts";
import { withinTime } from "../../../sources/bounded/time-limit.ts";
import { refuseUnwritable } from "../../../sources/can-write.ts";
import type { Context } from "../../context.ts";
import { withTexts, type Texts } from "../../fix/compose/project-problem.ts";
import type { Hardened } from "../../harden.ts";
import { trialCache } from "../../learn/trial-cache.ts";
import { proofDays } from "../../profile/to-proof-days.ts";
import { nothingLearned, openProject } from "../../project/open-project.ts";
import { proveProject } from "../../project/prove-project.ts";
import { startProject } from "../../project/start-project.ts";
import { restrictionsIn } from "../../project/restrictions-in.ts";
import type { ComposeTarget } from "./compose-target.ts";
import type { HardenComposeOptions } from "./harden-options.ts";
import { hardenService, serviceIn } from "./harden-service.ts";
import { learnServices } from "./learn-services.ts";
import { sampleChanges } from "./pending-changes.ts";
import { writeProject } from "./write-project.ts";
import { writeService } from "./write-service.ts";
import { readingOf } from "../../check/compose/reading-of.ts";

/** All edits of one service, each of which reads the files again: what was learned of it took minutes, and is not lost because the machine is busy. */
const editMs = 120_000;

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
  const shown = options.folder ?? (relative(cwd, resolve(cwd, dirname(target.path), ".hullproof")) || ".");
  refuseUnwritable({ path: resolve(cwd, shown), shown }, true);

  for (const one of target.notes) say("compose", one);
  const edited = <Done>(act: () => Done): Done | { readonly refused: string } => {
    try {
      return withinTime(editMs, target.path, act);
    } catch (error) {
      if (error instanceof Failure && error.code === "timed-out") return { refused: "its edits take too long" };
      throw error;
    }
  };

  // Which services can be edited, whose image is here or can be built, and which of them the steps reach.
  const folder = dirname(resolve(cwd, target.path));
  const seccompOf = (name: string): string => pathFrom(folder, resolve(cwd, shown, `seccomp-${name}.json`));
  const read = await openProject(target, context, (work, { services }) => {
    // A period that can't be read is refused before anything is started.
    proofDays(options, work.config);
    const fixed = new Map<string, string>();
    for (const name of Object.keys(services)) {
      const sample = (container: WrittenContainer) => sampleChanges(container, seccompOf(name));
      const tried = edited(() => hardenService(work, name, sample));
      if ("refused" in tried) fixed.set(name, `it can't be edited safely: ${tried.refused}`);
    }
    return fixed;
  });
  // What runs beside them, and starts as it is.
  const { open, workload } = await startProject(read, context);
  const { work, project, entry, declared, run, plan, workloads, built } = open;
  const days = proofDays(options, work.config);
  const left = [...open.left];
  const count = Object.keys(project.services).length;
  say("plan", `of ${count} services these are learned: ${plan.learned.map(({ name }) => name).join(", ")}`);

  // Learn each with the others beside it, and write what was learned.
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
  const kept = stays ? await built.keep((name) => workloads.image(name)) : [];
  for (const image of kept) say("build", `${image} is the image that was proven, and stays on the engine`);
  const result: Omit<ProjectResult, "files"> = {
    entry,
    services,
    left: left.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    verify: whole.proof,
    proofs: [...proofs, whole.proof],
    trials: [...trials, ...whole.trials],
  };
  return writeProject(
    { work, before: open.texts, after: texts, result, notes: [...target.notes, ...open.leftOut(), ...run.notes] },
    { ...options, shown },
    context,
  );
}

/** As a Compose file names a path: relative to the project's folder. */
function pathFrom(folder: string, path: string): string {
  const way = relative(folder, path);
  return way.startsWith(".") ? way : `./${way}`;
}
