import { resolve } from "node:path";
import type { RepositoryBuilds } from "../../../facts/repository/build-contexts.ts";
import type { Context } from "../../context.ts";
import type { Found } from "../targets.ts";
import { repositoryTop } from "./late-repository.ts";

/** What a repository describes of its builds; `top` is absolute. */
export interface DescribedBuilds {
  readonly top: string;
  readonly builds: RepositoryBuilds;
}

/** Both paths are absolute. */
export type BuildsReader = (file: string, within: string) => Promise<DescribedBuilds>;

/** Where all texts of the repository would take too long, so that its builds are read in a part of a second. */
const shortMs = 300;

/** One reader remembers each repository: thousands of files may be in one. */
export function buildsReader({
  signal,
  withoutRepository,
}: Pick<Context, "signal" | "withoutRepository">): BuildsReader {
  const known = new Map<string, Promise<RepositoryBuilds>>();
  return async (file, within) => {
    const top = repositoryTop(file, within);
    const { readBuilds } = await import("./read-repository.ts");
    const builds =
      known.get(top) ?? readBuilds(top, { signal, ...(withoutRepository === true && { milliseconds: shortMs }) });
    known.set(top, builds);
    return { top, builds: await builds };
  };
}

/** Names of the images that the repository around a target builds; undefined where none is looked at. */
export async function imagesAround(
  found: Found,
  builds: BuildsReader,
  { cwd }: Pick<Context, "cwd">,
): Promise<ReadonlySet<string> | undefined> {
  if (!("within" in found) || found.within === undefined) return undefined;
  return (await builds(resolve(cwd, found.path), resolve(cwd, found.within))).builds.images;
}
