import { basename, join, resolve } from "node:path";
import type { FailOn } from "../../../domain/finding/fail-on.ts";
import { aboutProofs } from "../../../domain/report/about-proofs.ts";
import type { ImageFiles } from "../../../domain/image/image-files.ts";
import type { HardenResult, Report } from "../../../domain/report/report.ts";
import { emitters } from "../../../dialects/index.ts";
import { allFiles } from "../../../dialects/text/all-files.ts";
import { redactCommand } from "../../../facts/secrets/redact.ts";
import { unifiedDiff } from "../../../fixes/diff.ts";
import { countText } from "../../../reports/content/units.ts";
import { refuseUnwritable } from "../../../sources/files/can-write.ts";
import { repositoryOf } from "../../../sources/files/confined-path.ts";
import { keepImage } from "../../../sources/engine/images/images.ts";
import { questionsOf } from "../../image-build/ask-build.ts";
import { checkDockerfile } from "../../judge/check-text.ts";
import { withBuiltRules } from "../../fixes/built-rules.ts";
import { checkFolder, toReport } from "../../findings/check.ts";
import type { TargetResult } from "../../rule-runs/target-result.ts";
import { differences, pathsOf, undeclared } from "../../../proof/image-build/compare-built.ts";
import { buildOriginals, chooseProven } from "../../fixes/choose-proven.ts";
import type { Context } from "../../context.ts";
import { coverageIn } from "../../prove/coverage.ts";
import { keepHardened } from "./keep-hardened.ts";
import { exitOf } from "./exit-of.ts";
import { judgePair, notChecked } from "./judge-pair.ts";
import { readProject } from "../../image-build/project.ts";
import { proofDays } from "../../profiles/to-proof-days.ts";
import { proveHardened, runOriginal } from "../../prove/prove-hardened.ts";
import { resultFiles, writeResults } from "./results.ts";
import { askedWithout, withVulnerabilities } from "./slim-answers.ts";
import { slimAvailable, unusedIn } from "./slim-needs.ts";
import { slim } from "./slim.ts";
import { snapshot, standInsOf } from "./snapshot.ts";
import { mapOf } from "../../image/map.ts";
import { surroundingsReader } from "../../judge/surroundings.ts";
import { checkCompanions } from "../../workload/check-companions.ts";
import { declareWorkload, workloadFor } from "../../workload/workload-for.ts";

export interface HardenOptions {
  /** Replaces the folder's Dockerfile, or the configured one. */
  readonly dockerfile?: string;
  /** Folder of the results, instead of `DIR/.hullproof`. */
  readonly folder?: string;
  /** Keep the hardened image on the engine under this name, proven or not, instead of the folder's. */
  readonly tag?: string;
  /** Leave no image on the engine. */
  readonly noKeep?: boolean;
  /** Remove the packages that nothing needs, as far as the image answers without them. */
  readonly slim?: boolean;
  /** Age at which the proof expires (`30d`), instead of the value in `hullproof.yaml`. */
  readonly proveAgainAfter?: string;
  /** Permissions of the results; default 0600. */
  readonly mode?: number;
  /** Other parts of the folder that are not hardened. */
  readonly notes?: readonly string[];
  /** Adds the comparison with a baseline before anything is written. */
  readonly beside?: (report: Report) => Report;
  /** Lowest severity of a finding in the result that makes the exit code 1. */
  readonly failOn: FailOn;
}

export interface Hardened {
  readonly report: Report;
  /** File maps of both images, for formats that show them. */
  readonly maps?: () => readonly ImageFiles[];
  readonly files: readonly { readonly path: string; readonly what: string }[];
}

/** `hullproof harden DIR`: fixes, proves and hardens one Dockerfile. */
export async function harden(dir: string, options: HardenOptions, context: Context): Promise<Hardened> {
  const { progress } = context;
  const displayFolder = options.folder ?? join(dir, ".hullproof");
  refuseUnwritable({ path: resolve(context.cwd, displayFolder), shown: displayFolder }, true);
  const say = (stage: string, message: string) => progress({ stage, message, done: true });

  // Find problems and possible fixes.
  for (const note of options.notes ?? []) say("find", note);
  const project = await readProject(options.dockerfile ?? dir, context, options.dockerfile !== undefined);
  const { config, dockerfilePath, original } = project;
  const days = proofDays(options, config);
  const declaredWorkload = await declareWorkload(config, context, project.reach);
  const within = repositoryOf(resolve(context.cwd, dir));
  const surroundings = await surroundingsReader(context)(dockerfilePath, original, config, within);
  surroundings.repository?.();
  await surroundings.readRepository();
  const settings = withBuiltRules(config);
  const { checked: checkedFiles, leftOut } = await checkFolder(dir, context, true);
  say("find", `${countText(count(checkedFiles), "finding")} in ${countText(checkedFiles.length, "file")} of ${dir}`);

  // Build the original twice, to measure the noise of equal builds, and run it.
  const session = await context.run();
  await checkCompanions(session, declaredWorkload);
  const originals = await buildOriginals(session, project, declaredWorkload.permit, context);
  const { builds, before, noise } = originals;
  const permitted = await workloadFor(session, before.image.tag, declaredWorkload, context);
  const runner = await runOriginal(session, before, permitted, progress, { observesFiles: true });
  const unused = runner.observed && (await unusedIn(before, runner.observed, { project, permitted }, context));
  const known = { ...surroundings, ...unused };
  const check = (text: string) => checkDockerfile(dockerfilePath, text, settings, context, known);

  // Keep the fixes whose image differs only in declared changes, and behaves the same.
  const allowed = ["safe", "proven"] as const;
  const { chosen, outcomes } = await chooseProven(session, project, { originals, runner, allowed, check }, context);
  const full = chosen.built;
  say("fix", `${outcomes.filter(({ outcome }) => outcome === "applied").length} of ${outcomes.length} fixes hold`);

  // Remove the packages that nothing needs.
  const { noise: imageNoise } = originals;
  const slimRequest = { project, builds, permitted, noise: imageNoise };
  const slimmed = options.slim === true ? await slim(session, full, slimRequest, context) : undefined;
  const hardenedBuild = slimmed?.built ?? full;

  // Request the pending updates of both images and of their bases.
  const ask = questionsOf(builds, config, context);
  const changed = await differences(before.facts, full.facts, session.signal);
  const askedBefore = await ask(before);
  const askedFull = await ask(full, { build: before, changed });
  const askedSlim = slimmed?.built && (await askedWithout(askedFull, slimmed.built.facts.info, config, context));
  const updateAnswers = { before: askedBefore, after: askedSlim ?? askedFull };
  say("updates", "asked the package sources of both images and of their bases");

  // Learn least privilege and limits, emit them, and run again with everything together.
  const imageName = options.tag ?? hardenedName(resolve(context.cwd, dir));
  const proven = await proveHardened(session, {
    build: hardenedBuild,
    imageName,
    permitted,
    runner,
    progress,
    today: context.today,
    days,
  });
  say("verify", `${proven.verify.verdict}: ${proven.verify.detail}`);
  if (options.tag !== undefined) await keepImage(session.engine, hardenedBuild.image.tag, options.tag);
  const stays = options.tag === undefined && options.noKeep !== true && proven.verify.verdict === "holds";
  const keptImage = stays
    ? await keepHardened(
        session,
        { image: hardenedBuild.image.tag, name: imageName },
        resolve(context.cwd, dir),
        context,
      )
    : undefined;

  const slimResult =
    slimmed === undefined
      ? await slimAvailable(full, proven.learned.observed.files, slimRequest, context)
      : withVulnerabilities(slimmed.result, askedFull, updateAnswers.after);

  // Report the evidence.
  const path = join(displayFolder, "Dockerfile");
  const verdicts = judgePair({ before, after: hardenedBuild, updateAnswers }, { path, imageName, config }, context);
  const { profile, witnesses } = proven.learned;
  const inDialects = allFiles(emitters, profile, { witnesses });
  // The report masks secrets; the written Dockerfile is exact.
  const diff = unifiedDiff(dockerfilePath, original, hardenedBuild.text);
  const result: Omit<HardenResult, "learned" | "before" | "after"> = {
    original: dockerfilePath,
    dockerfile: path,
    diff: redactCommand(diff),
    fixes: outcomes,
    mirrors: builds.mirrors(),
    builds: builds.done.map(({ name, image }) => ({ name, seconds: image.seconds, digest: image.id })),
    ...(keptImage && { image: keptImage }),
    noise: pathsOf(noise),
    undeclared: undeclared(
      changed,
      noise,
      chosen.fixed.applied.flatMap(({ delta }) => delta),
    ),
    verify: proven.verify,
    slim: slimResult,
    emitted: proven.emitted,
    notChecked: [
      ...(options.notes ?? []),
      ...notChecked(updateAnswers, proven.learned),
      ...session.notes,
      ...inDialects.lacking,
    ],
  };
  const standIns = standInsOf(updateAnswers, builds.mirrors());
  const results = verdicts.hardened.map(({ target }) => target.id);
  const whole: Report = {
    ...toReport([...checkedFiles, ...verdicts.before, ...verdicts.hardened], context.version),
    ...leftOut,
    proof: {
      trials: proven.trials,
      profile,
      witnesses,
      proofs: proven.proofs,
      observed: proven.learned.observed,
      provenFor: proven.provenFor,
      about: aboutProofs,
      coverage: coverageIn(hardenedBuild.facts, proven.learned),
      before: snapshot("original", before.facts.info, updateAnswers.before, standIns.before),
      after: snapshot("hardened", hardenedBuild.facts.info, updateAnswers.after, standIns.after, profile),
    },
    harden: result,
  };
  const compared = options.beside?.(whole) ?? whole;
  const exit = exitOf(proven.verify, compared.findings, results, options.failOn);
  const report: Report = { ...compared, exit };
  const maps = () => [
    mapOf({ ...before.facts, name: "the original image" }),
    mapOf({ ...hardenedBuild.facts, name: imageName }, proven.learned.observed.files),
  ];
  const files = await writeResults(
    resolve(context.cwd, displayFolder),
    displayFolder,
    await resultFiles(report, { dockerfile: hardenedBuild.text, diff }, inDialects.files, maps, context),
    options.mode,
  );
  return { report, maps, files };
}

/** `app-python:hardened` for a folder `app-python`; other characters become dashes. */
function hardenedName(folder: string): string {
  const name = basename(folder)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "");
  return `${name || "app"}:hardened`;
}

function count(checked: readonly TargetResult[]): number {
  return checked.reduce((sum, { run }) => sum + run.findings.length, 0);
}
