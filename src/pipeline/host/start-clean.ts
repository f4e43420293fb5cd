import { join } from "node:path";
import { sweepHere } from "../../sources/leftovers/sweep-here.ts";
import { whyNotOwn } from "../../sources/own-folder.ts";
import type { Search } from "../../sources/programs/locate-program.ts";
import { userFolders } from "../../sources/user/user-folders.ts";
import { whyUnread } from "../../sources/user/why-unread.ts";
import { cacheHome, userSettings } from "./homes.ts";

/**
 * What is to be said before anything is done: what killed runs had left on this machine and is gone now, and what of the caller's environment, settings and cache
 * is not used. What they left on an engine goes when one is connected.
 */
export function startClean(search: Search): string[] {
  const cache = cacheHome(search);
  const why = cache && whyNotOwn(cache);
  const unused = unusedOf(search);
  return [
    ...sweepHere(),
    ...(unused.length === 0 ? [] : [`not used: ${unused.join("; ")}`]),
    ...(why === undefined ? [] : [`the cache in ${cache} is not used: ${why}`]),
  ];
}

function unusedOf(search: Search): string[] {
  const { docker, unused } = userFolders(search.env, search.rules);
  const files = [docker && join(docker, "config.json"), userSettings(search)].flatMap((file) => {
    const why = file && whyUnread(file, search.rules);
    return why === undefined ? [] : [`${file} (${why})`];
  });
  return [...unused, ...files];
}
