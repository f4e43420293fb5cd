import { join } from "node:path";
import { Failure } from "../../domain/failure.ts";
import type { Search } from "../../sources/programs/locate-program.ts";
import { pathRules } from "../../sources/programs/path-rules.ts";
import { userFolders } from "../../sources/user/user-folders.ts";

export type { Search } from "../../sources/programs/locate-program.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** The environment, and what of it may point where: a verb's targets are the checkout as the current folder is. */
export function searchFrom(
  { cwd, env }: { readonly cwd: string; readonly env: Environment },
  targets: readonly string[] = [],
): Search {
  const paths = targets.map((target) => target.replace(/^(?:dockerfile|docker-archive|oci|rootfs|sbom):/, ""));
  return { env, rules: pathRules(cwd, paths, env) };
}

/** A folder of the cache. */
export function cacheAt(name: string, search: Search): string | undefined {
  const cache = cacheHome(search);
  return cache && join(cache, name);
}

/**
 * Where all that can be made again is kept: `HULLPROOF_CACHE`, which may be in the checkout, since it was named for this; else the XDG base directory
 * specification's place, if there is one.
 */
export function cacheHome({ env, rules }: Search): string | undefined {
  const { cache } = userFolders(env, rules);
  return env["HULLPROOF_CACHE"] || (cache && join(cache, "hullproof"));
}

/** Where advisories are kept: `HULLPROOF_DATA`, else the XDG base directory specification's place for data, if there is one. */
export function dataHome({ env, rules }: Search): string | undefined {
  const { data } = userFolders(env, rules);
  return env["HULLPROOF_DATA"] || (data && join(data, "hullproof", "advisories"));
}

/** The same where nothing can be done without it. Throws `Failure` (`bad-usage`). */
export function storeFolder(search: Search): string {
  const folder = dataHome(search);
  if (folder !== undefined) return folder;
  throw new Failure("bad-usage", "there is no folder for advisories: no home folder is outside the checkout", {
    hint: "HULLPROOF_DATA=FOLDER names one.",
  });
}

/** The caller's own settings, if there is a place for them. */
export function userSettings({ env, rules }: Search): string | undefined {
  const { config } = userFolders(env, rules);
  return config && join(config, "hullproof", "hullproof.yaml");
}
