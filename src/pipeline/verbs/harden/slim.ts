import type { SlimResult } from "../../../domain/report/slim-result.ts";
import { Failure } from "../../../domain/failure.ts";
import { parseFact } from "../../../facts/secrets/parse-fact.ts";
import { applicationFolders } from "../../../facts/slim/application-folders.ts";
import { hasCompiled } from "../../../facts/slim/compiled-files.ts";
import { imageConfigLines } from "../../../facts/slim/image-config-lines.ts";
import { leftoverFiles } from "../../../facts/slim/leftover-files.ts";
import { hiddenPackages, slimPlan, type SlimPackage } from "../../../facts/slim/slim-plan.ts";
import { withSlimStages } from "../../../facts/slim/slim-stages.ts";
import { dependentsFirst, requirementsIn } from "../../../facts/slim/requirements.ts";
import { staticLosses } from "../../../facts/slim/static-losses.ts";
import { unopenedModules } from "../../../facts/need/unopened-modules.ts";
import { startedCommands } from "../../../facts/need/started.ts";
import { differences, undeclared, type Difference } from "../../../proof/image-build/compare-built.ts";
import { keepGood } from "../../../proof/fix/keep-good.ts";
import type { EngineSession } from "../../../sources/engine/types.ts";
import type { Build, Builds } from "../../image-build/builds.ts";
import type { Project } from "../../image-build/project.ts";
import type { Context } from "../../context.ts";
import { needImageOf } from "../../image/needs-in.ts";
import { runOriginal, type Runner } from "../../prove/prove-hardened.ts";
import type { Permitted } from "../../workload/workload-for.ts";
import { openCandidates, type CandidateParts } from "./slim-candidates.ts";
import { isDeclared, readNeeds } from "./slim-needs.ts";
import { openProbes } from "./slim-probes.ts";
import { mebibytes, notExercised, nothingRemoved, toResult } from "./slim-results.ts";

export interface SlimRequest {
  readonly project: Project;
  readonly builds: Builds;
  readonly permitted: Permitted;
  readonly noise: readonly Difference[];
}

export interface Slimmed {
  readonly result: SlimResult;
  /** The image without the packages; undefined where none left. */
  readonly built?: Build;
}

/**
 * Removes the packages of an image that its workload does not need, as far as it answers without them: observes it, builds candidates on it, compares their
 * files and behavior with it, and builds the Dockerfile with the result.
 */
export async function slim(
  session: EngineSession,
  full: Build,
  request: SlimRequest,
  context: Context,
): Promise<Slimmed> {
  const { progress } = context;
  const { project, permitted } = request;
  const say = (message: string) => progress({ stage: "slim", message, done: true });
  const none = (reason: string): Slimmed => {
    say(`no package leaves: ${reason}`);
    return { result: { ...nothingRemoved, status: "none", reason } };
  };

  // Evidence.
  if (!isDeclared(permitted)) return none(undeclaredSteps);
  const runner = await observe(session, full, permitted, context);
  if (typeof runner === "string") return none(runner);
  const { observed } = runner;
  if (observed === undefined) throw new Error("nothing was observed");
  const { read, needs } = await readNeeds(full, observed, permitted, project, context);
  const image = needImageOf(read);
  const plan = slimPlan(image, needs, { ...project.config.slim, isDeclared: true });
  if ("refused" in plan) return none(plan.refused);
  const config = imageConfigLines(read.read.config);
  if ("refused" in config) return none(config.refused);
  const folders = applicationFolders(image);
  const partsFor = (packages: readonly SlimPackage[]): CandidateParts => ({
    folders,
    config: config.lines,
    compiled: hasCompiled(image, purlsOf(packages)),
    leftovers: leftoverFiles(
      image,
      packages.map(({ need }) => need.name),
    ),
  });
  const textFor = (packages: readonly SlimPackage[]) =>
    withSlimStages(
      parseFact(project.dockerfilePath, full.text),
      { ...partsFor(packages), packages: packages.map(({ name }) => name) },
      project.config.build.target,
    );
  const possible = textFor(plan.packages);
  if ("refused" in possible) return none(possible.refused);
  say(`${plan.packages.length} packages, ${mebibytes(plan.packages)} MiB, have no evidence that anything needs them`);

  // What can be decided without a run.
  const started = startedCommands(read.read.config, permitted.workload);
  const requirements = requirementsIn(image);
  const losses = (packages: readonly SlimPackage[]) => staticLosses(image, purlsOf(packages), started, requirements);
  const ordered = dependentsFirst(plan.packages, requirements);
  const resolved = await keepGood(ordered, async (packages) => losses(packages).breaks[0]);

  // Files, the workload, and probes.
  const probes = await openProbes(session, full, permitted, { image, mayGo: purlsOf(resolved.kept) }, context);
  await using candidates = openCandidates(session, { build: full, image }, partsFor, context);
  const tested = await keepGood(
    resolved.kept,
    async (packages) =>
      // A package that came back needs its libraries.
      losses(packages).breaks[0] ??
      (await candidates.problemOf(packages, async (build) => {
        const problem =
          (await runner.problemOf(build, `the image without ${packages.length} packages`)) ??
          (await probes.problemOf(build));
        return problem === undefined ? undefined : `behaves otherwise: ${problem}`;
      })),
  );
  const broke = [...resolved.broke, ...tested.broke];
  const witnesses = broke.map(([{ name, bytes }, problem]) => ({ name, bytes, problem }));
  const { proven, builderProblem } = candidates;
  if (builderProblem !== undefined) return none(builderProblem);
  if (proven === undefined) return { result: { ...none("each removal breaks something").result, witnesses } };

  // The Dockerfile itself: its first stages were built a moment ago.
  const text = textFor(tested.kept);
  if ("refused" in text) return none(text.refused);
  const { noise } = request;
  const surprisesIn = async (build: Build) =>
    undeclared(await differences(proven.facts, build.facts, session.signal), noise, []);
  let built = await request.builds.build(text.text, "slim", { fromCache: true });
  let surprises = await surprisesIn(built);
  if (surprises.length > 0) {
    built = await request.builds.build(text.text, "slim, without cache");
    surprises = await surprisesIn(built);
  }
  if (surprises.length > 0) return none(`a rebuild differs from the proven image: ${surprises.slice(0, 5).join(", ")}`);
  const removed = purlsOf(tested.kept);
  say(`${tested.kept.length} packages left`);
  return {
    built,
    result: {
      status: "removed",
      packages: tested.kept.map(toResult),
      witnesses,
      notExercised: notExercised(needs.packages, removed),
      modules: unopenedModules(image, needs),
      lost: losses(tested.kept).lost,
      probes: probes.asked,
      folders,
      bytes: {
        before: full.facts.info.sizeBytes,
        after: built.facts.info.sizeBytes,
        application: built.facts.info.layers.slice(1).reduce((sum, { bytes }) => sum + bytes, 0),
      },
      hiddenPackages: [...hiddenPackages(image, removed, built.facts.tree).keys()],
    },
  };
}

const undeclaredSteps = "no steps are declared, so nothing shows what is needed: declare workload.steps";

/** The image under its workload; why not, where it does not answer the same twice. */
async function observe(
  session: EngineSession,
  full: Build,
  permitted: Permitted,
  { progress }: Context,
): Promise<Runner | string> {
  try {
    return await runOriginal(session, full, permitted, progress, { observesFiles: true });
  } catch (error) {
    if (error instanceof Failure && /^workload-(?:fails|flaky)$/u.test(error.code)) return error.message;
    throw error;
  }
}

function purlsOf(packages: readonly SlimPackage[]): ReadonlySet<string> {
  return new Set(packages.map(({ purl }) => purl));
}
