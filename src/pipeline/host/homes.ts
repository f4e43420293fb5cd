import { join } from "node:path";
import { Failure } from "../../domain/failure.ts";
import type { Search } from "../../sources/programs/locate-program.ts";
import { pathRules } from "../../sources/paths/path-rules.ts";
import { userFolders } from "../../sources/paths/user-folders.ts";

export type { Search } from "../../sources/programs/locate-program.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** The environment, and rules for its paths: a verb's targets count as part of the checkout, like the current folder. */
export function searchFrom(
  { cwd, env }: { readonly cwd: string; readonly env: Environment },
  targets: readonly string[] = [],
): Search {
  const paths = targets.map((target) => target.replace(/^(?:dockerfile|docker-archive|oci|rootfs|sbom):/, ""));
  return { env, rules: pathRules(cwd, paths, env) };
}

/** A folder in the cache. */
export function cacheAt(name: string, search: Search): string | undefined {
  const cache = cacheHome(search);
  return cache && join(cache, name);
}

/**
 * The cache folder: `HULLPROOF_CACHE`, which may be in the checkout, since the user named it; else the XDG base directory
 * specification's, if there is one.
 */
export function cacheHome({ env, rules }: Search): string | undefined {
  const { cache } = userFolders(env, rules);
  return env["HULLPROOF_CACHE"] || (cache && join(cache, "hullproof"));
}

/** Folder of the advisories: `HULLPROOF_DATA`, else the XDG base directory specification's data folder, if there is one. */
export function dataHome({ env, rules }: Search): string | undefined {
  const { data } = userFolders(env, rules);
  return env["HULLPROOF_DATA"] || (data && join(data, "hullproof", "advisories"));
}

/** The same for callers that require it. Throws `Failure` (`bad-usage`). */
export function storeFolder(search: Search): string {
  const folder = dataHome(search);
  if (folder !== undefined) return folder;
  throw new Failure("bad-usage", "there is no folder for advisories: no home folder is outside the checkout", {
    hint: "HULLPROOF_DATA=FOLDER names one.",
  });
}

/** The user's own settings, if their folder exists. */
export function userSettings({ env, rules }: Search): string | undefined {
  const { config } = userFolders(env, rules);
  return config && join(config, "hullproof", "hullproof.yaml");
}
