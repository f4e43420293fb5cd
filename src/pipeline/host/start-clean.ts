import { join } from "node:path";
import { sweepHere } from "../../sources/leftovers/sweep-here.ts";
import { whyNotOwn } from "../../sources/paths/own-folder.ts";
import type { Search } from "../../sources/programs/locate-program.ts";
import { userFolders } from "../../sources/paths/user-folders.ts";
import { whyUnread } from "../../sources/paths/why-unread.ts";
import { cacheHome, userSettings } from "./homes.ts";

/**
 * Notes at the start: removed resources of killed runs on this machine, and unused parts of the caller's environment, settings and cache.
 * Resources on an engine are removed when one is connected.
 */
export function startClean(search: Search): string[] {
  const cache = cacheHome(search);
  const distrustReason = cache && whyNotOwn(cache);
  const unused = unusedOf(search);
  return [
    ...sweepHere(),
    ...(unused.length === 0 ? [] : [`not used: ${unused.join("; ")}`]),
    ...(distrustReason === undefined ? [] : [`the cache in ${cache} is not used: ${distrustReason}`]),
  ];
}

function unusedOf(search: Search): string[] {
  const { docker, unused } = userFolders(search.env, search.rules);
  const files = [docker && join(docker, "config.json"), userSettings(search)].flatMap((file) => {
    const unusedReason = file && whyUnread(file, search.rules);
    return unusedReason === undefined ? [] : [`${file} (${unusedReason})`];
  });
  return [...unused, ...files];
}
