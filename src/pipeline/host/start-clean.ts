import { sweepHere } from "../../sources/leftovers/sweep-here.ts";
import { whyNotOwn } from "../../sources/own-folder.ts";

/**
 * What is to be said before anything is done: what killed runs had left on this machine and is gone now, and why the cache is not used. What they left on
 * an engine goes when one is connected.
 */
export function startClean(cacheFolder: string): string[] {
  const why = whyNotOwn(cacheFolder);
  const told = sweepHere();
  return why === undefined ? told : [...told, `the cache in ${cacheFolder} is not used: ${why}`];
}
