import { homedir } from "node:os";
import { join } from "node:path";

type Environment = Readonly<Record<string, string | undefined>>;

/** Where all that can be made again is kept: `HULLPROOF_CACHE`, else the XDG base directory specification's place. */
export function cacheHome({ HULLPROOF_CACHE, XDG_CACHE_HOME }: Environment): string {
  return HULLPROOF_CACHE || join(XDG_CACHE_HOME || join(homedir(), ".cache"), "hullproof");
}

/** Where advisories are kept: `HULLPROOF_DATA`, else the XDG base directory specification's place for data. */
export function dataHome({ HULLPROOF_DATA, XDG_DATA_HOME }: Environment): string {
  return HULLPROOF_DATA || join(XDG_DATA_HOME || join(homedir(), ".local", "share"), "hullproof", "advisories");
}

/** Where runs that go on write down what they do. */
export function runsHome(env: Environment): string {
  return join(cacheHome(env), "runs");
}
