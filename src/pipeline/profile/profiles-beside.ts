import { existsSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import type { ProfileAt } from "../../facts/container-spec/drift/written-drift.ts";
import type { Context } from "../context.ts";
import { topOf } from "../top-of.ts";

type Place = Pick<Context, "cwd" | "targets" | "profiles" | "progress">;

// Files of one folder share its profiles.
const known = new WeakMap<Place, Map<string, Promise<readonly ProfileAt[]>>>();

/**
 * Profiles that the containers of a file are compared with: those that were named, else those of the nearest `.hullproof` from the file's folder up
 * to the target on the command line. None where nothing asked for them. Throws `Failure` for one that was named and can't be read.
 */
export function profilesBeside(path: string, context: Place): Promise<readonly ProfileAt[]> {
  const { profiles: named, cwd } = context;
  if (named === undefined) return none;
  const cache = known.get(context) ?? new Map<string, Promise<readonly ProfileAt[]>>();
  known.set(context, cache);
  const folder = named.length > 0 ? "" : resolve(cwd, dirname(path));
  const found = cache.get(folder) ?? (named.length > 0 ? read(named, cwd, context) : nearest(folder, context));
  cache.set(folder, found);
  return found;
}

const none: Promise<readonly ProfileAt[]> = Promise.resolve([]);

async function nearest(folder: string, context: Place): Promise<readonly ProfileAt[]> {
  if (existsSync(join(folder, ".hullproof"))) {
    const found = await read([], folder, context);
    if (found.length > 0)
      return found.map(({ file, profile }) => ({ file: shown(join(folder, file), context), profile }));
  }
  const top = topOf(folder, context);
  return folder === top || folder === dirname(folder)
    ? []
    : profilesBeside(join(shown(dirname(folder), context), "x"), context);
}

/** Reading a profile loads its schema. */
async function read(named: readonly string[], cwd: string, { progress }: Place): Promise<readonly ProfileAt[]> {
  const { profilesHere } = await import("../audit/profiles-here.ts");
  const { profiles, unread } = await profilesHere(named, { cwd });
  for (const message of unread) progress({ stage: "check", message, done: true });
  return profiles;
}

function shown(path: string, { cwd }: Place): string {
  return relative(cwd, path);
}
