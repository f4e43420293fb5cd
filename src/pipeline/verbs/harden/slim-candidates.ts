import { permitForBuild } from "../../../consent/build-reach.ts";
import type { SlimPackage } from "../../../facts/slim/slim-plan.ts";
import { goesWith, hiddenPackages } from "../../../facts/slim/slim-plan.ts";
import { slimDockerfile } from "../../../facts/slim/slim-stages.ts";
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

export interface CandidateParts {
  readonly folders: readonly string[];
  readonly config: readonly string[];
  readonly compiled: boolean;
}

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

/** What a candidate changes beyond the removal of its packages; undefined if nothing. */
export async function candidateProblem(
  session: EngineSession,
  full: { readonly build: Build; readonly image: NeedImage },
  candidate: Build,
  packages: readonly SlimPackage[],
  folders: readonly string[],
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
      !(path === "config: WorkingDir" && folder === "" && candidateFolder === "/"),
  );
  const surprises = unexpectedChanges(compared, {
    goes: goesWith(image, new Set(packages.map(({ purl }) => purl))),
    isFolder: (path) => image.follow(path)?.isFolder === true,
    folders,
  });
  if (surprises.length > 0)
    return `changes more than the packages: ${surprises.slice(0, 5).join(", ")}${surprises.length > 5 ? ` and ${surprises.length - 5} more` : ""}`;
  const wanted = new Set(packages.map(({ purl }) => purl));
  const [hidden] = hiddenPackages(image, wanted, candidate.facts.tree);
  if (hidden !== undefined) return `the record of ${hidden[0]} would go, and ${hidden[1]} stay`;
  const installed = candidate.facts.info.packages.find(({ purl }) => wanted.has(purl));
  return installed === undefined ? undefined : `dpkg did not remove ${installed.name}`;
}
