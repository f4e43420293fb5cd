import { existsSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import type { ProfileAt } from "../../facts/container-spec/drift/written-drift.ts";
import type { Context } from "../context.ts";
import { searchTop } from "../settings/search-top.ts";

type Place = Pick<Context, "cwd" | "targets" | "profiles" | "progress">;

// Files of one folder share their profiles.
const profilesByPlace = new WeakMap<Place, Map<string, Promise<readonly ProfileAt[]>>>();

/**
 * Profiles to compare the containers of a file with: the named ones, else those of the nearest `.hullproof` from the file's folder up
 * to the target on the command line. Empty without a request for them. Throws `Failure` for a named one that is unreadable.
 */
export function profilesNear(path: string, context: Place): Promise<readonly ProfileAt[]> {
  const { profiles: profileFiles, cwd } = context;
  if (profileFiles === undefined) return none;
  const cache = profilesByPlace.get(context) ?? new Map<string, Promise<readonly ProfileAt[]>>();
  profilesByPlace.set(context, cache);
  const folder = profileFiles.length > 0 ? "" : resolve(cwd, dirname(path));
  const pendingProfiles =
    cache.get(folder) ??
    (profileFiles.length > 0 ? loadProfiles(profileFiles, cwd, context) : findNearestProfiles(folder, context));
  cache.set(folder, pendingProfiles);
  return pendingProfiles;
}

const none: Promise<readonly ProfileAt[]> = Promise.resolve([]);

async function findNearestProfiles(folder: string, context: Place): Promise<readonly ProfileAt[]> {
  if (existsSync(join(folder, ".hullproof"))) {
    const folderProfiles = await loadProfiles([], folder, context);
    if (folderProfiles.length > 0)
      return folderProfiles.map(({ file, profile }) => ({ file: displayPath(join(folder, file), context), profile }));
  }
  const top = searchTop(folder, context);
  return folder === top || folder === dirname(folder)
    ? []
    : profilesNear(join(displayPath(dirname(folder), context), "x"), context);
}

/** Loads the profile schema on demand. */
async function loadProfiles(files: readonly string[], cwd: string, { progress }: Place): Promise<readonly ProfileAt[]> {
  const { loadProfiles: profilesHere } = await import("./load-profiles.ts");
  const { profiles, unread } = await profilesHere(files, { cwd });
  for (const message of unread) progress({ stage: "check", message, done: true });
  return profiles;
}

function displayPath(path: string, { cwd }: Place): string {
  return relative(cwd, path);
}
