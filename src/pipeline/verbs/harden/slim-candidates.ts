import { permitForBuild } from "../../../consent/build-reach.ts";
import type { SlimPackage } from "../../../facts/slim/slim-plan.ts";
import { goesWith, hiddenPackages } from "../../../facts/slim/slim-plan.ts";
import { slimDockerfile, type SlimStages } from "../../../facts/slim/slim-stages.ts";
import { unexpectedChanges } from "../../../facts/slim/unexpected-changes.ts";
import { fileAt } from "../../../facts/tree/tree.ts";
import type { NeedImage } from "../../../facts/need/need-image.ts";
import { differences } from "../../../proof/image-build/compare-built.ts";
import { buildImage } from "../../../sources/engine/image-build/build.ts";
import type { EngineSession } from "../../../sources/engine/types.ts";
import { openEngineImage } from "../../../sources/image/engine/engine-image.ts";
import type { Build } from "../../image-build/builds.ts";
import type { Context } from "../../context.ts";
import { readFacts } from "../../image/read-facts.ts";

/** An image without some packages, built on the one that is there: no network, no context. Disposal removes it. */
export interface SlimCandidate extends AsyncDisposable {
  readonly build: Build;
}

export type CandidateParts = Omit<SlimStages, "packages">;

export async function buildCandidate(
  session: EngineSession,
  full: Build,
  packages: readonly SlimPackage[],
  parts: CandidateParts,
  context: Context,
): Promise<SlimCandidate> {
  const text = slimDockerfile(full.image.tag, { ...parts, packages: packages.map(({ name }) => name) });
  const name = `slim, without ${packages.length} packages`;
  const request = { dockerfile: text, dockerfileName: name, name: `slim-${packages.length}`, noCache: true };
  const image = await buildImage(session, request, permitForBuild(request), context.progress);
  const opened = await openEngineImage(session, image.tag);
  const removeLayers = session.defer(`saved layers of ${name}`, async () => opened[Symbol.asyncDispose]());
  const facts = await readFacts(opened, {}, { signal: session.signal, cacheFolder: context.cacheFolder });
  return {
    build: { name, text, image, facts },
    async [Symbol.asyncDispose]() {
      await removeLayers();
      await image[Symbol.asyncDispose]();
    },
  };
}

/** Candidates of one image, of which only the last one that passed stays. */
export interface Candidates extends AsyncDisposable {
  /** What a candidate changes beyond its packages, or what `behavior` finds; undefined if nothing. */
  problemOf(
    packages: readonly SlimPackage[],
    behavior: (build: Build) => Promise<string | undefined>,
  ): Promise<string | undefined>;
  readonly proven: Build | undefined;
  /** What the builder loses of any image that it copies: then no candidate can pass. */
  readonly builderProblem: string | undefined;
}

export function openCandidates(
  session: EngineSession,
  full: { readonly build: Build; readonly image: NeedImage },
  partsFor: (packages: readonly SlimPackage[]) => CandidateParts,
  context: Context,
): Candidates {
  let proven: SlimCandidate | undefined;
  let builderProblem: string | undefined;
  let isBuilderKnown = false;
  const changesOf = async (packages: readonly SlimPackage[]) => {
    const parts = partsFor(packages);
    const candidate = await buildCandidate(session, full.build, packages, parts, context);
    return { candidate, changes: await candidateProblem(session, full, candidate.build, packages, parts) };
  };
  return {
    async problemOf(packages, behavior) {
      if (builderProblem !== undefined) return builderProblem;
      const { candidate, changes } = await changesOf(packages);
      const problem = changes ?? (await behavior(candidate.build));
      if (problem === undefined) {
        await proven?.[Symbol.asyncDispose]();
        proven = candidate;
        return undefined;
      }
      await candidate[Symbol.asyncDispose]();
      if (changes === undefined || isBuilderKnown) return problem;
      // Once: whether the copy alone loses something.
      isBuilderKnown = true;
      const copy = await changesOf([]);
      await copy.candidate[Symbol.asyncDispose]();
      if (copy.changes !== undefined) builderProblem = `the builder does not copy the image as it is: ${copy.changes}`;
      return builderProblem ?? problem;
    },
    get proven() {
      return proven?.build;
    },
    get builderProblem() {
      return builderProblem;
    },
    async [Symbol.asyncDispose]() {
      await proven?.[Symbol.asyncDispose]();
    },
  };
}

/** Every container has the engine's own there; the builder of Docker 20.10 copies devices as files. */
const engineMounts = /^\/(?:dev|proc|sys)\//;

/** What a candidate changes beyond the removal of its packages; undefined if nothing. */
export async function candidateProblem(
  session: EngineSession,
  full: { readonly build: Build; readonly image: NeedImage },
  candidate: Build,
  packages: readonly SlimPackage[],
  { folders, leftovers }: Pick<CandidateParts, "folders" | "leftovers">,
): Promise<string | undefined> {
  const changes = await differences(full.build.facts, candidate.facts, session.signal);
  const { image } = full;
  const top = fileAt(image.tree, 0);
  // Archives of one image name `/`, those of another don't: its usual permissions are equal to none.
  const isUsualTop = top?.mode === 0o755 && top.uid === 0 && top.gid === 0;
  // BuildKit says `/` on scratch, which is what no folder means.
  const [folder, candidateFolder] = [full.build.facts.read.config.workingDir, candidate.facts.read.config.workingDir];
  const compared = changes.filter(
    ({ path, change }) =>
      !(isUsualTop && path === "/" && change === "removed") &&
      !engineMounts.test(path) &&
      !(path === "config: WorkingDir" && folder === "" && candidateFolder === "/"),
  );
  const surprises = unexpectedChanges(compared, {
    goes: goesWith(image, new Set(packages.map(({ purl }) => purl))),
    isFolder: (path) => image.follow(path)?.isFolder === true,
    folders,
    leftovers,
  });
  if (surprises.length > 0)
    return `changes more than the packages: ${surprises.slice(0, 5).join(", ")}${surprises.length > 5 ? ` and ${surprises.length - 5} more` : ""}`;
  const wanted = new Set(packages.map(({ purl }) => purl));
  const [hidden] = hiddenPackages(image, wanted, candidate.facts.tree);
  if (hidden !== undefined) return `the record of ${hidden[0]} would go, and ${hidden[1]} stay`;
  const installed = candidate.facts.info.packages.find(({ purl }) => wanted.has(purl));
  return installed === undefined ? undefined : `dpkg did not remove ${installed.name}`;
}
