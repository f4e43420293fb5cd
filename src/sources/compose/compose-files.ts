import { resolve } from "node:path";
import { isPath, type Ask, type PathAsk } from "../../consent/compose/asks.ts";
import { nameOf } from "../../consent/decide.ts";
import { lexically, relativeTo, shortName, within } from "../../consent/paths.ts";
import type { HostAccess, ReachItem } from "../../domain/workload/host-access.ts";
import { locate } from "../files/locate.ts";

/** Files that a Compose file names, seen from it. */
export interface ComposeFiles {
  /** Resolves requests: a path needs consent if it leads out of the Compose file's folder, or to neither a file nor a folder. */
  reachOf(asks: readonly Ask[]): Promise<HostAccess>;
  /** Location of an external env file that was allowed by its name; undefined for any other. */
  agreedPath(path: string): Promise<string | undefined>;
}

/** `folder` is the Compose file's, with links resolved; `allowed` are the names of the agreed items. */
export function composeFiles(folder: string, allowed: readonly string[]): ComposeFiles {
  const itemOf = async (ask: PathAsk): Promise<ReachItem | undefined> => {
    const located = await locate(resolve(folder, ask.path));
    const real = located?.path ?? lexically(folder, ask.path);
    if (within(folder, real) && located?.kind !== "other") return undefined;
    const value = shortName(folder, real);
    const aliases = [relativeTo(folder, real), real].map((path) => `${ask.kind}:${path}`);
    const exactly = located === undefined ? {} : { exactly: `${located.device}:${located.inode}` };
    return { kind: ask.kind, value, what: `${ask.what}: ${ask.path}`, aliases, ...exactly };
  };
  return {
    async reachOf(asks) {
      const items = await Promise.all(asks.map(async (ask) => (isPath(ask) ? itemOf(ask) : ask)));
      return items.filter((one) => one !== undefined);
    },
    async agreedPath(path) {
      const item = await itemOf({ path, kind: "env-file", what: "" });
      const names = item === undefined ? [] : [nameOf(item), ...(item.aliases ?? [])];
      if (!names.some((name) => allowed.includes(name))) return undefined;
      return (await locate(resolve(folder, path)))?.path;
    },
  };
}
