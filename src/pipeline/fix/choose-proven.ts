import type { Originals } from "./originals.ts";
import { ownValue } from "../../domain/own-value.ts";
import { inspectImage } from "../../sources/engine/images/images.ts";
import { baseDoubts } from "./base-doubts.ts";
import type { Permit } from "../../consent/decide.ts";
import type { Applicability } from "../../domain/finding/fix.ts";
import type { Run } from "../../sources/engine/types.ts";
import { openBuilds, type Build } from "../build/builds.ts";
import { chooseFixes, type Choice } from "./candidate.ts";
import type { Checked } from "../check/checked.ts";
import { differences, pathsOf, undeclared, type Difference } from "../../proof/build/compare-built.ts";
import type { Context } from "../context.ts";
import { fixText, type AppliedFix, type PlacedFix } from "./fix.ts";
import { joinRefusals } from "../../proof/fix/join-refusals.ts";
import type { Project } from "../build/project.ts";
import type { Runner } from "../prove/prove-hardened.ts";

/** One after the other: BuildKit joins equal builds that run at once into one, and there would be no noise to see. */
export async function buildOriginals(run: Run, project: Project, permit: Permit, context: Context): Promise<Originals> {
  const builds = openBuilds(run, project, context, permit);
  const before = await builds.build(project.original, "original");
  const again = await builds.build(project.original, "original, again");
  const noise = await differences(before.facts, again.facts, run.signal);
  await builds.discard(again);
  const message = `two builds of the original differ in ${pathsOf(noise).length} paths`;
  context.progress({ stage: "compare", message, done: true });
  return { builds, before, again, noise };
}

/**
 * Chooses the fixes that hold: each built image is compared with the original (file system and configuration, beyond the
 * noise and what the fixes declare) and then run as the original was run.
 */
export async function chooseProven(
  run: Run,
  project: Project,
  tools: {
    readonly originals: Originals;
    readonly runner: Runner;
    readonly allowed: readonly Applicability[];
    readonly accept?: (fix: PlacedFix) => boolean;
    readonly check: (text: string) => Checked;
  },
  { progress }: Pick<Context, "progress">,
): Promise<Choice<Build>> {
  const { originals, runner, allowed, accept, check } = tools;
  const { builds, before, noise } = originals;
  const choice = await chooseFixes<Build>({
    fix: (chosen) =>
      fixText(project.original, {
        kind: "dockerfile",
        allowed,
        check,
        accept: (fix) => chosen(fix) && (accept?.(fix) ?? true),
      }),
    refuse: joinRefusals(run, originals, progress),
    build: ({ text }, name) => builds.buildOnce(text, name),
    discard: (build) => builds.discard(build),
    async problem({ fixed, built }, name) {
      progress({ stage: "compare", message: `${name}: file system and configuration` });
      const found = await differences(before.facts, built.facts, run.signal);
      const declared = fixed.applied.flatMap(({ delta }: AppliedFix) => delta);
      let surprises = undeclared(found, noise, declared);
      if (surprises.some((path) => path.startsWith("/"))) {
        // What two builds of this very version do not share is no change of its fixes.
        const twin = await builds.build(fixed.text, `${name}, again`);
        noise.push(...bothWays(await differences(built.facts, twin.facts, run.signal)));
        await builds.discard(twin);
        surprises = undeclared(found, noise, declared);
      }
      if (surprises.length > 0) return `changes what it does not declare: ${someOf(surprises)}`;
      const behaviour = await runner.problemOf(built, name);
      return behaviour === undefined ? undefined : `behaves otherwise: ${behaviour}`;
    },
    progress,
  });
  const doubts = await baseDoubts(choice.chosen.fixed.applied, {
    buildArgs: project.config.build.args,
    mirrors: builds.mirrors(),
    imageId: async (name) => (await inspectImage(run.engine, name, run.signal))?.id,
  });
  const outcomes = choice.outcomes.map((one) => {
    const notProven = one.outcome === "applied" ? doubts.get(one.key) : undefined;
    return notProven === undefined ? one : { ...one, notProven };
  });
  return { ...choice, outcomes };
}

/** A path that only one of two equal builds has is as little a change when it is found added as when it is found removed. */
function bothWays(found: readonly Difference[]): Difference[] {
  const other: Readonly<Record<string, string>> = { added: "removed", removed: "added" };
  return found.flatMap((one) => [one, { path: one.path, change: ownValue(other, one.change) ?? one.change }]);
}

function someOf(paths: readonly string[]): string {
  const shown = paths.slice(0, 5).join(", ");
  return paths.length <= 5 ? shown : `${shown} and ${paths.length - 5} more`;
}
