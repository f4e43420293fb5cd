import type { Config } from "../../domain/settings/config.ts";
import type { Glob } from "../../text/glob/glob.ts";
import { pathGlob } from "../../text/glob/path-glob.ts";
import { workLimit } from "../../text/work-limit.ts";
import { oncePer } from "../../text/once-per.ts";

type Fits = (glob: string, path: string) => boolean;

/**
 * Whether a glob of `config` matches `path`, relative to the folder of `hullproof.yaml`. Throws `too-complex` when all globs and paths
 * together take too much work.
 */
export function fitsGlob(config: Config, glob: string, path: string | undefined): boolean {
  if (path === undefined) return false;
  return path === glob || globsOf(config)(glob, path);
}

// Thousands of files are matched with the globs of one configuration.
const globsOf = oncePer(({ file = "hullproof.yaml" }: Config): Fits => {
  const globs = new Map<string, Glob | undefined>();
  const limit = workLimit(`the globs of ${file}`);
  return (pattern, path) => {
    let glob = globs.get(pattern);
    if (glob === undefined && !globs.has(pattern)) {
      // Invalid globs were reported when the file was read.
      const read = pathGlob(pattern);
      glob = "glob" in read ? read.glob : undefined;
      globs.set(pattern, glob);
    }
    return glob?.fits(path, limit) === true;
  };
});
