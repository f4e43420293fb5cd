import type { SlimResult } from "../../../domain/report/slim-result.ts";
import { Failure } from "../../../domain/failure.ts";
import type { ObservedFiles } from "../../../domain/workload/observation.ts";
import type { PackageNeed, PackageNeeds } from "../../../domain/image/package-need.ts";
import { compiledFrom } from "../../../facts/packages/file-owners.ts";
import { parseFact } from "../../../facts/secrets/parse-fact.ts";
import { applicationFolders } from "../../../facts/slim/application-folders.ts";
import { imageConfigLines } from "../../../facts/slim/image-config-lines.ts";
import { probeSteps } from "../../../facts/slim/probe-steps.ts";
import { hiddenPackages, slimPlan, type SlimPackage } from "../../../facts/slim/slim-plan.ts";
import { withSlimStages } from "../../../facts/slim/slim-stages.ts";
import { staticLosses } from "../../../facts/slim/static-losses.ts";
import type { NeedImage } from "../../../facts/need/need-image.ts";
import { unusedPackagesFact, type UnusedPackagesFact } from "../../../facts/need/unused-packages.ts";
import { startedCommands } from "../../../facts/need/started.ts";
import { differences, undeclared, type Difference } from "../../../proof/image-build/compare-built.ts";
import { keepGood } from "../../../proof/fix/keep-good.ts";
import type { EngineSession } from "../../../sources/engine/types.ts";
import type { Build, Builds } from "../../image-build/builds.ts";
import type { Project } from "../../image-build/project.ts";
import type { Context } from "../../context.ts";
import { needImageOf, needsIn } from "../../image/needs-in.ts";
import { readFacts, type ReadImage } from "../../image/read-facts.ts";
import { runOriginal, type Runner } from "../../prove/prove-hardened.ts";
import type { Permitted } from "../../workload/workload-for.ts";
import { buildCandidate, candidateProblem, type CandidateParts } from "./slim-candidates.ts";

interface SlimRequest {
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

const nothing = { packages: [], witnesses: [], notExercised: [], lost: [], probes: [], folders: [] } as const;

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
    return { result: { ...nothing, status: "none", reason } };
  };

  // Evidence.
  const { observed } = await runOriginal(session, full, permitted, progress, { observesFiles: true });
  if (observed === undefined) throw new Error("nothing was observed");
  const { read, needs } = await readNeeds(full, observed, permitted, project, context);
  const image = needImageOf(read);
  const options = { ...project.config.slim, isDeclared: isDeclared(permitted) };
  const plan = slimPlan(image, needs, options);
  if ("refused" in plan) return none(plan.refused);
  const config = imageConfigLines(read.read.config);
  if ("refused" in config) return none(config.refused);
  const folders = applicationFolders(image);
  const textFor = (packages: readonly SlimPackage[]) =>
    withSlimStages(
      parseFact(project.dockerfilePath, full.text),
      { ...partsFor(packages), packages: packages.map(({ name }) => name) },
      project.config.build.target,
    );
  const partsFor = (packages: readonly SlimPackage[]): CandidateParts => ({
    folders,
    config: config.lines,
    compiled: hasCompiled(image, packages),
  });
  const possible = textFor(plan.packages);
  if ("refused" in possible) return none(possible.refused);
  say(`${plan.packages.length} packages, ${mebibytes(plan.packages)} MiB, have no evidence that anything needs them`);

  // What can be decided without a run.
  const started = startedCommands(read.read.config, permitted.workload.steps);
  const losses = (packages: readonly SlimPackage[]) =>
    staticLosses(image, new Set(packages.map(({ purl }) => purl)), started);
  const resolved = await keepGood(plan.packages, async (packages) => losses(packages).breaks[0]);

  // Behavior, with probes beside the workload.
  const probes = probeSteps(image);
  const { runner, asked } = await probeRunner(session, full, { ...request, probes }, context);
  await using candidates = new AsyncDisposableStack();
  let proven: Build | undefined;
  const tested = await keepGood(resolved.kept, async (packages) => {
    const { build } = candidates.use(await buildCandidate(session, full, packages, partsFor(packages), context));
    const changes = await candidateProblem(session, { build: full, image }, build, packages, folders);
    const behavior = changes ?? (await runner.problemOf(build, `the image without ${packages.length} packages`));
    if (behavior === undefined) proven = build;
    return changes ?? (behavior === undefined ? undefined : `behaves otherwise: ${behavior}`);
  });
  const witnesses = [...resolved.broke, ...tested.broke].map(([{ name, bytes }, problem]) => ({
    name,
    bytes,
    problem,
  }));
  if (proven === undefined) return { result: { ...none("each removal breaks something").result, witnesses } };

  // The Dockerfile itself.
  const text = textFor(tested.kept);
  if ("refused" in text) return none(text.refused);
  const built = await request.builds.build(text.text, "slim");
  const surprises = undeclared(await differences(proven.facts, built.facts, session.signal), request.noise, []);
  if (surprises.length > 0) return none(`a rebuild differs from the proven image: ${surprises.slice(0, 5).join(", ")}`);
  const removedPurls = new Set(tested.kept.map(({ purl }) => purl));
  say(`${tested.kept.length} packages left`);
  return {
    built,
    result: {
      status: "removed",
      packages: tested.kept.map(toResult),
      witnesses,
      notExercised: notExercised(needs.packages.filter(({ purl }) => !removedPurls.has(purl))),
      lost: losses(tested.kept).lost,
      probes: asked,
      folders,
      bytes: {
        before: full.facts.info.sizeBytes,
        after: built.facts.info.sizeBytes,
        application: built.facts.info.layers.slice(1).reduce((sum, { bytes }) => sum + bytes, 0),
      },
      hiddenPackages: [...hiddenPackages(image, removedPurls, built.facts.tree).keys()],
    },
  };
}

/** What `--slim` would try on a hardened image, by what its workload opened. */
export async function slimAvailable(
  full: Build,
  observed: ObservedFiles,
  { project, permitted }: Pick<SlimRequest, "project" | "permitted">,
  context: Context,
): Promise<SlimResult> {
  const { read, needs } = await readNeeds(full, observed, permitted, project, context);
  const plan = slimPlan(needImageOf(read), needs, { ...project.config.slim, isDeclared: isDeclared(permitted) });
  if ("refused" in plan) return { ...nothing, status: "none", reason: plan.refused };
  return { ...nothing, status: "available", packages: plan.packages.map(toResult) };
}

/** Programs of packages that the original did not need, for the rule on install lines. */
export async function unusedIn(
  full: Build,
  observed: ObservedFiles,
  { project, permitted }: Pick<SlimRequest, "project" | "permitted">,
  context: Context,
): Promise<UnusedPackagesFact | undefined> {
  if (!isDeclared(permitted)) return undefined;
  const { read, needs } = await readNeeds(full, observed, permitted, project, context);
  return unusedPackagesFact(needImageOf(read), needs);
}

function isDeclared({ workload }: Permitted): boolean {
  return workload.origin !== "image" && workload.steps.length > 0;
}

async function readNeeds(
  full: Build,
  observed: ObservedFiles,
  { workload }: Permitted,
  { config }: Project,
  { signal, cacheFolder }: Context,
): Promise<{ readonly read: ReadImage; readonly needs: PackageNeeds }> {
  const read = await readFacts(full.facts.image, { needs: true }, { signal, cacheFolder });
  const commands = startedCommands(
    { ...read.read.config, entrypoint: workload.entrypoint ?? [], cmd: workload.command ?? [] },
    workload.steps,
  );
  return { read, needs: await needsIn(read, { files: observed, commands, ...config.slim }, signal) };
}

/** Probes that the image fails itself are left out, all of them. */
async function probeRunner(
  session: EngineSession,
  full: Build,
  { permitted, probes }: SlimRequest & { readonly probes: ReturnType<typeof probeSteps> },
  { progress }: Context,
): Promise<{ readonly runner: Runner; readonly asked: readonly string[] }> {
  const { workload } = permitted;
  const withProbes = { ...permitted, workload: { ...workload, steps: [...workload.steps, ...probes] } };
  try {
    return { runner: await runOriginal(session, full, withProbes, progress), asked: probes.map(({ name }) => name) };
  } catch (error) {
    if (!(error instanceof Failure) || !/^workload-(?:fails|flaky)$/u.test(error.code)) throw error;
    progress({ stage: "slim", message: `no probes: ${error.message}`, done: true });
    return { runner: await runOriginal(session, full, permitted, progress), asked: [] };
  }
}

function hasCompiled(image: NeedImage, packages: readonly SlimPackage[]): boolean {
  const purls = new Set(packages.map(({ purl }) => purl));
  const { nodes } = image.tree;
  for (let row = 1; row < nodes.count; row++) {
    if ((nodes.layer[row] ?? -1) === -1 || image.ownerOf(row) !== undefined) continue;
    const source = compiledFrom(image.pathOf(row));
    if (source !== undefined && image.follow(source)?.owners.some((owner) => purls.has(owner)) === true) return true;
  }
  return false;
}

function toResult({ need: { name, purl, class: needClass }, bytes }: SlimPackage) {
  return { name, purl, class: needClass, bytes };
}

function notExercised(needs: readonly PackageNeed[]): SlimResult["notExercised"] {
  return needs
    .filter(({ opened }) => opened === 0)
    .map(({ name, purl, class: needClass, bytes = 0 }) => ({ name, purl, class: needClass, bytes }))
    .toSorted((a, b) => b.bytes - a.bytes || (a.name < b.name ? -1 : 1));
}

function mebibytes(packages: readonly SlimPackage[]): string {
  return (packages.reduce((sum, { bytes }) => sum + bytes, 0) / 1_048_576).toFixed(1);
}
