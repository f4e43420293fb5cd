import type { BaseCandidate } from "../../../domain/image/base-choice.ts";
import { Failure } from "../../../domain/failure.ts";
import type { Trial } from "../../../domain/workload/trial.ts";
import { parseFact } from "../../../facts/secrets/parse-fact.ts";
import { applyEdits } from "../../../fixes/apply.ts";
import { baseOf } from "../../../facts/dockerfile/base-of.ts";
import { openBuilds } from "../../image-build/builds.ts";
import type { Project } from "../../image-build/project.ts";
import type { Context } from "../../context.ts";
import { runOriginal } from "../../prove/prove-hardened.ts";
import { declareWorkload, workloadFor } from "../../workload/workload-for.ts";

/** Base image of the Dockerfile's target or last stage; undefined for scratch and for a name that only a build resolves. */
export function baseInUse({ dockerfilePath, original, config }: Project): string | undefined {
  const { stages } = parseFact(dockerfilePath, original);
  const { target } = config.build;
  const targetName = target?.toLowerCase();
  const last =
    targetName === undefined
      ? stages.at(-1)
      : stages.find(({ name, index }) => name?.toLowerCase() === targetName || String(index) === targetName);
  return baseOf(stages, last);
}

/** The Dockerfile with another base in every FROM that names the old one; the rest stays. */
export function onBase(path: string, text: string, from: string, to: string): string {
  const { stages } = parseFact(path, text);
  const edits = stages
    .filter(({ base }) => base.kind === "image" && base.text === from)
    .map(({ base: { span } }) => ({ file: path, span, text: to }));
  return applyEdits(text, edits);
}

export type BaseProof = NonNullable<BaseCandidate["proof"]>;

/**
 * Builds the Dockerfile on each base and compares it with the original on the base in use: it passes if it builds, runs its workload and
 * responds alike. Throws the errors of the original's build and run, without which there is no comparison.
 */
export async function proveBases(
  project: Project,
  names: readonly string[],
  context: Context,
): Promise<{
  readonly proofs: ReadonlyMap<string, BaseProof>;
  readonly trials: readonly Trial[];
  readonly how: string;
}> {
  const inUse = baseInUse(project);
  if (inUse === undefined) {
    throw new Failure("bad-usage", `${project.dockerfilePath} begins with no image that could be replaced`, {
      hint: "--prove needs a Dockerfile whose last stage is built on a named image.",
    });
  }
  const declaredWorkload = await declareWorkload(project.config, context, project.reach);
  const session = await context.run();
  const builds = openBuilds(session, project, context, declaredWorkload.permit);
  const original = await builds.build(project.original, "original");
  const workload = await workloadFor(session, original.image.tag, declaredWorkload, context);
  const runner = await runOriginal(session, original, workload, context.progress);
  const proofs = new Map<string, BaseProof>([
    [
      inUse,
      { verdict: "passes", detail: `the base in use: ${runner.how}`, trials: runner.trials().map(({ id }) => id) },
    ],
  ]);
  for (const name of names.filter((candidateName) => candidateName !== inUse)) {
    const earlierTrials = runner.trials().length;
    proofs.set(name, await proveOne(name));
    const { verdict, detail } = proofs.get(name) ?? { verdict: "not-tried", detail: "" };
    context.progress({ stage: "prove", message: `${name}: ${verdict}, ${detail}`, done: true });

    async function proveOne(candidate: string): Promise<BaseProof> {
      const built = await tryBuild(candidate);
      if ("reason" in built) return { verdict: "not-built", detail: built.reason, trials: [] };
      const problem = await runner.problemOf(built, candidate);
      await builds.discard(built);
      const trials = runner
        .trials()
        .slice(earlierTrials)
        .map(({ id }) => id);
      return problem === undefined
        ? { verdict: "passes", detail: `behaves as on ${inUse}: ${runner.how}`, trials }
        : { verdict: "breaks", detail: problem, trials };
    }
  }
  return { proofs, trials: runner.trials(), how: runner.how };

  async function tryBuild(candidate: string) {
    try {
      return await builds.build(
        onBase(project.dockerfilePath, project.original, inUse ?? "", candidate),
        `on ${candidate}`,
      );
    } catch (error) {
      if (!(error instanceof Failure) || (error.code !== "build-failed" && error.code !== "no-such-image")) throw error;
      return { reason: error.message };
    }
  }
}
