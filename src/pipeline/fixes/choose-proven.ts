import type { Originals } from "./originals.ts";
import { ownValue } from "../../domain/own-value.ts";
import { inspectImage } from "../../sources/engine/images/images.ts";
import { baseDoubts } from "../fix-plan/base-doubts.ts";
import type { Permit } from "../../consent/decide.ts";
import type { Applicability } from "../../domain/finding/fix.ts";
import type { EngineSession } from "../../sources/engine/types.ts";
import { openBuilds, type Build } from "../image-build/builds.ts";
import { chooseFixes, type Choice } from "./candidate.ts";
import type { TargetResult } from "../rule-runs/target-result.ts";
import { differences, pathsOf, undeclared, type Difference } from "../../proof/image-build/compare-built.ts";
import type { Context } from "../context.ts";
import { fixText, type AppliedFix, type PlacedFix } from "../fix-plan/fix.ts";
import { joinRefusals } from "../../proof/fix/join-refusals.ts";
import type { Project } from "../image-build/project.ts";
import type { Runner } from "../prove/prove-hardened.ts";

/** Sequential: BuildKit joins equal parallel builds into one, which would show no noise. */
export async function buildOriginals(
  session: EngineSession,
  project: Project,
  permit: Permit,
  context: Context,
): Promise<Originals> {
  const builds = openBuilds(session, project, context, permit);
  const original = await builds.build(project.original, "original");
  const rebuild = await builds.build(project.original, "original, again");
  const noise = await differences(original.facts, rebuild.facts, session.signal);
  await builds.discard(rebuild);
  const message = `two builds of the original differ in ${pathsOf(noise).length} paths`;
  context.progress({ stage: "compare", message, done: true });
  return { builds, before: original, again: rebuild, noise };
}

/**
 * Chooses the fixes that hold: each built image is compared with the original (file system and configuration, beyond the
 * noise and the declared changes) and then run like the original.
 */
export async function chooseProven(
  session: EngineSession,
  project: Project,
  tools: {
    readonly originals: Originals;
    readonly runner: Runner;
    readonly allowed: readonly Applicability[];
    readonly accept?: (fix: PlacedFix) => boolean;
    readonly check: (text: string) => TargetResult;
  },
  { progress }: Pick<Context, "progress">,
): Promise<Choice<Build>> {
  const { originals, runner, allowed, accept, check } = tools;
  const { builds, before, noise } = originals;
  const choice = await chooseFixes<Build>({
    fix: (isChosen) =>
      fixText(project.original, {
        kind: "dockerfile",
        allowed,
        check,
        accept: (fix) => isChosen(fix) && (accept?.(fix) ?? true),
      }),
    refuse: joinRefusals(session, originals, progress),
    build: ({ text }, name) => builds.buildOnce(text, name),
    discard: (build) => builds.discard(build),
    async problem({ fixed, built }, name) {
      progress({ stage: "compare", message: `${name}: file system and configuration` });
      const imageChanges = await differences(before.facts, built.facts, session.signal);
      const declaredChanges = fixed.applied.flatMap(({ delta }: AppliedFix) => delta);
      let surprises = undeclared(imageChanges, noise, declaredChanges);
      if (surprises.some((path) => path.startsWith("/"))) {
        // Differences between two builds of this version are noise.
        const twin = await builds.build(fixed.text, `${name}, again`);
        noise.push(...withOpposites(await differences(built.facts, twin.facts, session.signal)));
        await builds.discard(twin);
        surprises = undeclared(imageChanges, noise, declaredChanges);
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
    imageId: async (name) => (await inspectImage(session.engine, name, session.signal))?.id,
  });
  const outcomes = choice.outcomes.map((fixOutcome) => {
    const notProven = fixOutcome.outcome === "applied" ? doubts.get(fixOutcome.key) : undefined;
    return notProven === undefined ? fixOutcome : { ...fixOutcome, notProven };
  });
  return { ...choice, outcomes };
}

/** Adds the opposite change of each path: a path that only one of two equal builds has may be added or removed. */
function withOpposites(changes: readonly Difference[]): Difference[] {
  const opposites: Readonly<Record<string, string>> = { added: "removed", removed: "added" };
  return changes.flatMap((change) => [
    change,
    { path: change.path, change: ownValue(opposites, change.change) ?? change.change },
  ]);
}

function someOf(paths: readonly string[]): string {
  const firstPaths = paths.slice(0, 5).join(", ");
  return paths.length <= 5 ? firstPaths : `${firstPaths} and ${paths.length - 5} more`;
}
