import { oncePer } from "../../text/once-per.ts";
import type { RepositoryBuilds } from "./build-contexts.ts";
import { isNameOf } from "./image-names.ts";
import { resolvedPath } from "./repository-texts.ts";

/** A Dockerfile of the repository, and the names of the image that is built from it. */
export interface ImageDockerfile {
  /** As `BuiltImage` has them. */
  readonly names: readonly string[];
  readonly path: string;
  readonly target?: string;
}

/** All named images whose Dockerfile is in the repository at `top`, which its path begins with. */
export const imageDockerfiles = oncePer(
  ({ builds, paths }: RepositoryBuilds, top: string): readonly ImageDockerfile[] =>
    builds.flatMap(({ dockerfile, folders, image }) => {
      if (image === undefined || image.names.length === 0 || dockerfile.startsWith("/")) return [];
      const path = folders
        .map((folder) => resolvedPath(folder === "" ? "." : `${folder}/.`, dockerfile))
        .find((one) => paths.has(one));
      return path === undefined ? [] : [{ ...image, path: `${top}/${path}` }];
    }),
);

/** What the image is built from; undefined for another one, and where the builds of the name differ. */
export function dockerfileOfImage(all: readonly ImageDockerfile[], name: string): ImageDockerfile | undefined {
  const [first, ...others] = all.filter(({ names }) => isNameOf(names, name));
  const isSame = others.every(({ path, target }) => path === first?.path && target === first.target);
  return isSame ? first : undefined;
}
