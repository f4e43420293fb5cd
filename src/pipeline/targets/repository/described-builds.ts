import { relative, resolve, sep } from "node:path";
import type { RepositoryBuilds } from "../../../facts/repository/build-contexts.ts";
import type { Context } from "../../context.ts";
import { imageDockerfiles } from "../../../facts/repository/image-dockerfiles.ts";
import { purposeOf } from "../../../facts/repository/purpose.ts";
import type { ComparisonFacts } from "../../rule-runs/comparison-facts.ts";
import type { CheckTarget } from "../targets.ts";
import { repositoryTop } from "./late-repository.ts";

/** The builds that a repository describes; `top` is absolute. */
export interface DescribedBuilds {
  readonly top: string;
  readonly builds: RepositoryBuilds;
}

/** Both paths are absolute. */
export type BuildsReader = (file: string, within: string) => Promise<DescribedBuilds>;

/** Reads only builds, in a fraction of a second, where reading all texts of the repository would take too long. */
const shortMs = 300;

/** Reads each repository once: thousands of files may be in one. */
export function buildsReader({
  signal,
  withoutRepository,
}: Pick<Context, "signal" | "withoutRepository">): BuildsReader {
  const buildsByTop = new Map<string, Promise<RepositoryBuilds>>();
  return async (file, within) => {
    const top = repositoryTop(file, within);
    const { readBuilds } = await import("./read-repository.ts");
    const builds =
      buildsByTop.get(top) ?? readBuilds(top, { signal, ...(withoutRepository === true && { milliseconds: shortMs }) });
    buildsByTop.set(top, builds);
    return { top, builds: await builds };
  };
}

/** Facts about a target from its repository; none without a repository. */
export async function repositoryAround(
  target: CheckTarget,
  builds: BuildsReader,
  { cwd }: Pick<Context, "cwd">,
): Promise<Pick<ComparisonFacts, "builtImages" | "imageDockerfiles" | "kustomized" | "purpose">> {
  if (!("within" in target) || target.within === undefined) return {};
  const file = resolve(cwd, target.path);
  const { top, builds: described } = await builds(file, resolve(cwd, target.within));
  const path = relative(top, file).split(sep).join("/");
  return {
    builtImages: described.images,
    kustomized: described.kustomized,
    purpose: purposeOf(path, described),
    ...(target.kind === "compose" && { imageDockerfiles: imageDockerfiles(described, top) }),
  };
}
