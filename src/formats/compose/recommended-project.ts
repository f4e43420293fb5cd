import { lastPart } from "../../text/cut.ts";
import { isTestPath } from "../../text/test-path.ts";
import { composeRank } from "./project-files.ts";

export interface ProjectFile {
  readonly kind: string;
  readonly path: string;
}

/**
 * The recommended target of `harden`: the Compose file or Dockerfile nearest to the root, preferably the default name of its tool, and none of tests if there is another. `first`:
 * for a folder its own Dockerfile, else the nearest of both; for containers a Compose file, since they are in it.
 */
export function recommendedProject<File extends ProjectFile>(
  files: readonly File[],
  first: "folder" | "containers",
): File | undefined {
  const keysOf = ({ kind, path }: File): readonly number[] => {
    const depth = path.split("/").length;
    const name = lastPart(path);
    const isDockerfile = kind === "dockerfile";
    const rank = isDockerfile ? Number(!/^(?:Docker|Container)file$/.test(name)) : composeRank(name);
    const isOwn = isDockerfile && depth === 1 && rank === 0;
    const order = first === "folder" ? [Number(!isOwn), depth, Number(isDockerfile)] : [Number(isDockerfile), depth];
    return [Number(isTestPath(path)), ...order, rank];
  };
  const ranked = files
    .filter(({ kind }) => kind === "compose" || kind === "dockerfile")
    .map((file) => ({ file, keys: keysOf(file) }));
  return ranked.toSorted((a, b) => a.keys.map((key, at) => key - (b.keys[at] ?? 0)).find(Boolean) ?? 0)[0]?.file;
}
