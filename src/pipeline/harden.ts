import { basename, join, resolve } from "node:path";
import type { FailOn } from "../domain/finding/fail-on.ts";
import { aboutProofs } from "../domain/report/about-proofs.ts";
import type { ImageFiles } from "../domain/image/image-files.ts";
import type { HardenResult, Report } from "../domain/report/report.ts";
import { emitters } from "../emit/index.ts";
import { allFiles } from "../emit/text/all-files.ts";
import { redactCommand } from "../facts/secrets/redact.ts";
import { unifiedDiff } from "../fixes/diff.ts";
import { countText } from "../reports/content/units.ts";
import { refuseUnwritable } from "../sources/can-write.ts";
import { repositoryOf } from "../sources/files/named-place.ts";
import { keepImage } from "../sources/engine/images/images.ts";
import { questionsOf } from "./build/ask-build.ts";
import { checkDockerfile } from "./check/check-text.ts";
import { withBuiltRules } from "./fix/built-rules.ts";
import { checkFolder, toReport } from "./check/check.ts";
import type { Checked } from "./check/checked.ts";
import { differences, pathsOf, undeclared } from "../proof/build/compare-built.ts";
import { buildOriginals, chooseProven } from "./fix/choose-proven.ts";
import type { Context } from "./context.ts";
import { coverageIn } from "./learn/coverage.ts";
import { keepHardened } from "./harden/keep-hardened.ts";
import { exitOf } from "./harden/exit-of.ts";
import { judgePair, notChecked } from "./harden/judge-pair.ts";
import { readProject } from "./build/project.ts";
import { proofDays } from "./profile/to-proof-days.ts";
import { proveHardened, runOriginal } from "./prove/prove-hardened.ts";
import { resultFiles, writeResults } from "./harden/results.ts";
import { snapshot, standInsOf } from "./harden/snapshot.ts";
import { mapOf } from "./image/map.ts";
import { lookAround } from "./check/surroundings.ts";
import { checkCompanions } from "./workload/check-companions.ts";
import { declareWorkload, workloadFor } from "./workload/workload-for.ts";

export interface HardenOptions {
  /** In place of the folder's Dockerfile, or of the configured one. */
  readonly dockerfile?: string;
  /** Where the results go, in place of `DIR/.hullproof`. */
  readonly folder?: string;
  /** Keep the hardened image on the engine under this name, proven or not, in place of the directory's. */
  readonly tag?: string;
  /** Leave no image on the engine. */
  readonly noKeep?: boolean;
  /** How long the proof counts as current (`30d`), in place of what `hullproof.yaml` says. */
  readonly proveAgainAfter?: string;
  /** Permissions of the results; default 0600. */
  readonly mode?: number;
  /** What else the folder holds and is left alone. */
  readonly notes?: readonly string[];
  /** Says what is new beside a baseline, before anything is written. */
  readonly beside?: (report: Report) => Report;
  /** From which severity on a finding of the result makes the exit code 1. */
  readonly failOn: FailOn;
}

export interface Hardened {
  readonly report: Report;
  /** For formats that show them: every file of both images. */
  readonly maps?: () => readonly ImageFiles[];
  readonly files: readonly { readonly path: string; readonly what: string }[];
}

/** `hullproof harden DIR`: the story of the product on one page. */
export async function harden(dir: string, options: HardenOptions, context: Context): Promise<Hardened> {
  const { progress } = context;
  const shown = options.folder ?? join(dir, ".hullproof");
  refuseUnwritable({ path: resolve(context.cwd, shown), shown }, true);
  const say = (stage: string, message: string) => progress({ stage, message, done: true });

  // Find what is wrong, and what can be fixed.
  for (const note of options.notes ?? []) say("find", note);
  const project = await readProject(options.dockerfile ?? dir, context, options.dockerfile !== undefined);
  const { config, dockerfilePath, original } = project;
  const days = proofDays(options, config);
  const declared = await declareWorkload(config, context, project.reach);
  const within = repositoryOf(resolve(context.cwd, dir));
  const known = await lookAround(context)(dockerfilePath, original, config, within);
  known.repository?.();
  await known.readRepository();
  const settings = withBuiltRules(config);
  const check = (text: string) => checkDockerfile(dockerfilePath, text, settings, context, known);
  const { checked: found, leftOut } = await checkFolder(dir, context, true);
  say("find", `${countText(count(found), "finding")} in ${countText(found.length, "file")} of ${dir}`);

  // Build the original twice, for the noise of two equal builds, and run it.
  const run = await context.run();
  await checkCompanions(run, declared);
  const originals = await buildOriginals(run, project, declared.permit, context);
  const { builds, before, noise } = originals;
  const permitted = await workloadFor(run, before.image.tag, declared, context);
  const runner = await runOriginal(run, before, permitted, progress);

  // Keep the fixes whose image differs in nothing that they do not declare, and behaves the same.
  const allowed = ["safe", "proven"] as const;
  const { chosen, outcomes } = await chooseProven(run, project, { originals, runner, allowed, check }, context);
  const after = chosen.built;
  say("fix", `${outcomes.filter(({ outcome }) => outcome === "applied").length} of ${outcomes.length} fixes hold`);

  // Ask what the package sources of both, and of their bases, offer today.
  const ask = questionsOf(builds, config, context);
  const changed = await differences(before.facts, after.facts, run.signal);
  const asked = { before: await ask(before), after: await ask(after, { build: before, changed }) };
  say("updates", "asked the package sources of both images and of their bases");

  // Learn least privilege and limits, emit them, and run again under everything together.
  const imageName = options.tag ?? hardenedName(resolve(context.cwd, dir));
  const proven = await proveHardened(run, {
    build: after,
    imageName,
    permitted,
    runner,
    progress,
    today: context.today,
    days,
  });
  say("verify", `${proven.verify.verdict}: ${proven.verify.detail}`);
  if (options.tag !== undefined) await keepImage(run.engine, after.image.tag, options.tag);
  const stays = options.tag === undefined && options.noKeep !== true && proven.verify.verdict === "holds";
  const kept = stays
    ? await keepHardened(run, { image: after.image.tag, name: imageName }, resolve(context.cwd, dir), context)
    : undefined;

  // Show the evidence.
  const path = join(shown, "Dockerfile");
  const judged = judgePair({ before, after, asked }, { path, imageName, config }, context);
  const { profile, witnesses } = proven.learned;
  const inDialects = allFiles(emitters, profile, { witnesses });
  // What goes further than the file holds no secret of it; what is applied is exact.
  const diff = unifiedDiff(dockerfilePath, original, after.text);
  const result: Omit<HardenResult, "learned" | "before" | "after"> = {
    original: dockerfilePath,
    dockerfile: path,
    diff: redactCommand(diff),
    fixes: outcomes,
    mirrors: builds.mirrors(),
    builds: builds.done.map(({ name, image }) => ({ name, seconds: image.seconds, digest: image.id })),
    ...(kept && { image: kept }),
    noise: pathsOf(noise),
    undeclared: undeclared(
      changed,
      noise,
      chosen.fixed.applied.flatMap(({ delta }) => delta),
    ),
    verify: proven.verify,
    emitted: proven.emitted,
    notChecked: [...(options.notes ?? []), ...notChecked(asked, proven.learned), ...run.notes, ...inDialects.lacking],
  };
  const standIns = standInsOf(asked, builds.mirrors());
  const results = judged.hardened.map(({ target }) => target.id);
  const whole: Report = {
    ...toReport([...found, ...judged.before, ...judged.hardened], context.version),
    ...leftOut,
    proof: {
      trials: proven.trials,
      profile,
      witnesses,
      proofs: proven.proofs,
      observed: proven.learned.observed,
      provenFor: proven.provenFor,
      about: aboutProofs,
      coverage: coverageIn(after.facts, proven.learned),
      before: snapshot("original", before.facts.info, asked.before, standIns.before),
      after: snapshot("hardened", after.facts.info, asked.after, standIns.after, profile),
    },
    harden: result,
  };
  const compared = options.beside?.(whole) ?? whole;
  const exit = exitOf(proven.verify, compared.findings, results, options.failOn);
  const report: Report = { ...compared, exit };
  const maps = () => [
    mapOf({ ...before.facts, name: "the original image" }),
    mapOf({ ...after.facts, name: imageName }, proven.learned.observed.files),
  ];
  const files = await writeResults(
    resolve(context.cwd, shown),
    shown,
    await resultFiles(report, { dockerfile: after.text, diff }, inDialects.files, maps, context),
    options.mode,
  );
  return { report, maps, files };
}

/** `app-python:hardened` for a folder `app-python`; letters that an image name cannot have become dashes. */
function hardenedName(folder: string): string {
  const name = basename(folder)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "");
  return `${name || "app"}:hardened`;
}

function count(checked: readonly Checked[]): number {
  return checked.reduce((sum, { run }) => sum + run.findings.length, 0);
}
