import { basename, dirname, relative, resolve } from "node:path";
import { isPath, type Ask, type PathAsk } from "../../consent/compose/asks.ts";
import { nameOf } from "../../consent/decide.ts";
import { lexically, relativeTo, shortName, within } from "../../consent/paths.ts";
import type { Reach, ReachItem } from "../../domain/workload/reach.ts";
import { limits } from "../files/limits.ts";
import { locate } from "../files/locate.ts";
import { atFolder } from "../files/read-named.ts";
import type { Refused } from "../files/refused.ts";
import { envFile } from "../../formats/compose/env-file.ts";

/** Files that a Compose file names, as they are seen from it. */
export interface ComposeFiles {
  /** All that is asked for: a path is an item where it leads out of the Compose file's folder, or to what is neither file nor folder. */
  reachOf(asks: readonly Ask[]): Promise<Reach>;
  /** Of an `.env` or `env_file`. One that lies elsewhere is read only where it was allowed by its name. */
  variables(path: string): Promise<{ readonly variables: Readonly<Record<string, string>> } | Refused>;
}

/** `folder` is the Compose file's, links resolved; `allowed` are the names of items that the person agreed to. */
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
      const found = await Promise.all(asks.map(async (ask) => (isPath(ask) ? itemOf(ask) : ask)));
      return found.filter((one) => one !== undefined);
    },
    async variables(path) {
      const way = relative(folder, resolve(folder, path));
      const read = atFolder(folder, (beneath) => beneath.read(way, limits.env));
      if (!("refused" in read)) return { variables: envFile(read.bytes.toString("utf8")) };
      const item = await itemOf({ path, kind: "env-file", what: "" });
      const names = item === undefined ? [] : [nameOf(item), ...(item.aliases ?? [])];
      const located = await locate(resolve(folder, path));
      if (located === undefined || !names.some((name) => allowed.includes(name))) return read;
      const there = atFolder(dirname(located.path), (beneath) => beneath.read(basename(located.path), limits.env));
      return "refused" in there ? there : { variables: envFile(there.bytes.toString("utf8")) };
    },
  };
}
