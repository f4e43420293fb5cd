import { basename, join, resolve } from "node:path";
import type { RuleId } from "../domain/practice.ts";
import type { HardenResult, Report } from "../domain/report.ts";
import type { Learned } from "../domain/trial.ts";
import { unifiedDiff } from "../fixes/diff.ts";
import { defaultWorkload } from "../sources/config.ts";
import { keepImage } from "../sources/engine/images.ts";
import { askBuild, type AskedBuild } from "./ask-build.ts";
import { openBuilds, type Build } from "./builds.ts";
import { chooseFixes } from "./candidate.ts";
import { checkDockerfile, checkFolder, toReport, type Checked } from "./check.ts";
import { differences, pathsOf, undeclared } from "./compare-built.ts";
import type { Context } from "./context.ts";
import { fixText } from "./fix.ts";
import { judgeImage } from "./image.ts";
import { readProject, type Project } from "./project.ts";
import { proveHardened, runOriginal } from "./prove.ts";
import { resultFiles, writeResults } from "./results.ts";
import { snapshot } from "./snapshot.ts";

export interface HardenOptions {
  /** Where the results go, in place of `DIR/.hullproof`. */
  readonly folder?: string;
  /** Keep the hardened image on the engine under this name. */
  readonly tag?: string;
}

export interface Hardened {
  readonly report: Report;
  /** Ids of the targets that are the result: the hardened Dockerfile and its image. */
  readonly hardened: readonly string[];
  readonly files: readonly { readonly path: string; readonly what: string }[];
}

/** `hullproof harden DIR`: the story of the product on one page. */
export async function harden(dir: string, options: HardenOptions, context: Context): Promise<Hardened> {
  const { today, progress } = context;
  const say = (stage: string, message: string) => progress({ stage, message, done: true });

  // Find what is wrong, and what can be mended.
  const project = await readProject(dir, context);
  const { config, dockerfilePath, original } = project;
  const check = (text: string) => checkDockerfile(dockerfilePath, text, config, { today });
  const safe = fixText(original, { kind: "dockerfile", allowed: ["safe"], check });
  const fix = (without: ReadonlySet<RuleId>) =>
    fixText(original, { kind: "dockerfile", allowed: ["safe", "proven"], without, check });
  const found = await checkFolder(dir, context, true);
  say("find", `${count(found)} findings in ${found.length} files of ${dir}`);

  // Build the original twice, for the noise of two equal builds, and with its safe fixes.
  const run = await context.run();
  const builds = openBuilds(run, project, context);
  // One after the other: BuildKit joins equal builds that run at once into one, and there would be no noise to see.
  const before = await builds.build(original, "original");
  const again = await builds.build(original, "original, again");
  const mended = safe.text === original ? before : await builds.build(safe.text, "safe fixes");
  const noise = await differences(before.facts, again.facts, run.signal);
  const changed = await differences(before.facts, mended.facts, run.signal);
  const surprises = undeclared(
    changed,
    noise,
    safe.applied.flatMap(({ delta }) => delta),
  );
  say(
    "compare",
    `two builds of the original differ in ${pathsOf(noise).length} paths; safe fixes change ${surprises.length} beyond what they declare`,
  );

  // Run the original, then keep the fixes under which the container behaves the same.
  const workload = config.workload ?? defaultWorkload(before.facts.exposedPorts);
  const runner = await runOriginal(run, before, workload, progress);
  const { chosen, outcomes } = await chooseFixes<Build>({
    fix,
    build: async ({ text }, name) => builds.done.find((one) => one.text === text) ?? builds.build(text, name),
    problem: (built, name) => runner.problemOf(built, name),
    progress,
  });
  const after = chosen.built;
  say("fix", `${outcomes.filter(({ outcome }) => outcome === "applied").length} of ${outcomes.length} fixes hold`);

  // Ask what the package sources of both, and of their bases, offer today.
  const asked = { before: await askBuild(before, builds, context), after: await askBuild(after, builds, context) };
  say("updates", "asked the package sources of both images and of their bases");

  // Learn least privilege and limits, emit them, and run again under everything together.
  const imageName = options.tag ?? hardenedName(resolve(context.cwd, dir));
  const proven = await proveHardened(run, { build: after, imageName, workload, runner, progress });
  say("verify", `${proven.verify.verdict}: ${proven.verify.detail}`);

  // Show the evidence.
  const shown = options.folder ?? join(dir, ".hullproof");
  const path = join(shown, "Dockerfile");
  const judged = judge(path, project, { before, after, asked }, imageName, context);
  const result: Omit<HardenResult, "learned" | "before" | "after"> = {
    original: dockerfilePath,
    dockerfile: path,
    diff: unifiedDiff(dockerfilePath, original, after.text),
    fixes: outcomes,
    mirrors: builds.mirrors(),
    builds: builds.done.map(({ name, image }) => ({ name, seconds: image.seconds, digest: image.id })),
    noise: pathsOf(noise),
    undeclared: surprises,
    verify: proven.verify,
    emitted: proven.emitted,
    notChecked: notChecked(asked, project, proven.learned),
  };
  const report: Report = {
    ...toReport([...found, ...judged], context.version),
    proof: {
      trials: proven.trials,
      profile: proven.learned.profile,
      witnesses: proven.learned.witnesses,
      proofs: proven.proofs,
      before: snapshot("original", before.facts.info, asked.before),
      after: snapshot("hardened", after.facts.info, asked.after, proven.learned.profile),
    },
    harden: result,
  };
  if (options.tag !== undefined) await keepImage(run.engine, after.image.tag, options.tag);
  const files = await writeResults(resolve(context.cwd, shown), shown, resultFiles(report, after.text));
  return { report, hardened: judged.slice(1).map(({ target }) => target.id), files };
}

interface Pair {
  readonly before: Build;
  readonly after: Build;
  readonly asked: { readonly before: AskedBuild; readonly after: AskedBuild };
}

/** The rules over the original image, the hardened Dockerfile and its image; only the last image's parts go into the report. */
function judge(
  path: string,
  { config }: Project,
  { before, after, asked }: Pair,
  imageName: string,
  context: Context,
): Checked[] {
  const of = ({ facts: { info } }: Build, { own }: AskedBuild, which: string) =>
    judgeImage(
      { id: `image: ${which}`, kind: "image", name: `${imageName} (${which})`, digest: info.digest },
      info,
      own,
      context,
      config,
    );
  const { target, run } = of(before, asked.before, "original");
  return [
    { target, run },
    checkDockerfile(path, after.text, config, context, true),
    of(after, asked.after, "hardened"),
  ];
}

function notChecked({ before, after }: Pair["asked"], { config }: Project, { observed }: Learned): string[] {
  const updates = [
    { of: "the original", asked: before.own },
    { of: "the hardened image", asked: after.own },
    ...[before, after].flatMap(({ base }) => (base === undefined ? [] : [{ of: base.name, asked: base.asked }])),
  ];
  return [
    ...updates.flatMap(({ of, asked }) => ("missing" in asked ? [`pending updates of ${of}: ${asked.missing}`] : [])),
    ...(config.workload === undefined
      ? ["what the container answers: hullproof.yaml declares no workload, so only start, stop and restart were run"]
      : []),
    ...(observed.method === "trials" ? [`capability use as the kernel sees it: ${observed.reason}`] : []),
  ];
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
