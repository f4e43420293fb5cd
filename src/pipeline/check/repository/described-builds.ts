import { relative, resolve, sep } from "node:path";
import type { RepositoryBuilds } from "../../../facts/repository/build-contexts.ts";
import type { Context } from "../../context.ts";
import { purposeOf } from "../../../facts/repository/purpose.ts";
import type { Compared } from "../compared.ts";
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

/** What the repository around a target says of it; nothing where none is looked at. */
export async function repositoryAround(
  found: Found,
  builds: BuildsReader,
  { cwd }: Pick<Context, "cwd">,
): Promise<Pick<Compared, "builtImages" | "purpose">> {
  if (!("within" in found) || found.within === undefined) return {};
  const file = resolve(cwd, found.path);
  const { top, builds: described } = await builds(file, resolve(cwd, found.within));
  const path = relative(top, file).split(sep).join("/");
  return { builtImages: described.images, purpose: purposeOf(path, described) };
}
