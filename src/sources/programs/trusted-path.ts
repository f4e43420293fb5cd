import { lstatSync, readlinkSync, realpathSync } from "node:fs";
import type { Stats } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import { isWithin } from "../../text/is-within.ts";
import { hasOtherMembers } from "./group-members.ts";

export interface PathRules {
  /** Users who may own what is trusted; undefined where the system has no user ids (Windows). */
  readonly owners: ReadonlySet<number> | undefined;
  /** Real paths of folders whose contents someone else wrote: the target, its repository, the current folder. */
  readonly foreign: readonly string[];
}

/** `path` is the real one. `why` says in a sentence without its end what is wrong with it. */
export type Looked = { readonly path: string; readonly stats: Stats } | { readonly why: string };

/** As many as the kernel follows (path_resolution(7)). */
const mostLinks = 40;

/**
 * Follows an absolute path as the kernel does and looks at each step: no folder, link or file on the way may belong to another user, be
 * writable by others or lie in a foreign folder. A sticky folder such as /tmp passes, because others can't replace what is in it. What
 * passes can't be swapped afterwards either, except by the users who are trusted. Undefined when it does not exist.
 */
export function trustedPath(path: string, rules: PathRules): Looked | undefined {
  if (!isAbsolute(path)) return { why: `${path} is relative, so it depends on the current folder` };
  if (rules.owners === undefined) return realPath(path, rules);
  let at = "/";
  let links = 0;
  const left = path.split("/");
  let stats = lstatSync("/");
  let why = problemOf(at, stats, rules);
  for (;;) {
    const name = left.shift();
    // Only now: what does not exist has nothing wrong with it.
    if (name === undefined) return why === undefined ? { path: at, stats } : { why };
    if (name === "" || name === ".") continue;
    if (!stats.isDirectory()) return undefined;
    if (name === "..") {
      at = dirname(at);
      stats = lstatSync(at);
      continue;
    }
    const here = join(at, name);
    const found = lstatOf(here);
    if (found === undefined) return undefined;
    why ??= problemOf(here, found, rules);
    if (!found.isSymbolicLink()) {
      at = here;
      stats = found;
      continue;
    }
    if (++links > mostLinks) return { why: `${path} goes through more than ${mostLinks} links` };
    const target = readlinkSync(here);
    left.unshift(...target.split("/"));
    if (target.startsWith("/")) {
      at = "/";
      stats = lstatSync("/");
    }
  }
}

function problemOf(path: string, stats: Stats, { owners, foreign }: PathRules): string | undefined {
  const place = foreignPlace(path, foreign);
  if (place !== undefined) return place;
  if (owners === undefined) return undefined;
  if (!owners.has(stats.uid)) return `${path} belongs to user ${stats.uid}`;
  // A link's mode says nothing, and in a sticky folder only the owner of an entry can replace it.
  if (stats.isSymbolicLink() || (stats.isDirectory() && (stats.mode & 0o1000) !== 0)) return undefined;
  if ((stats.mode & 0o002) !== 0) return `${path} can be written by every user`;
  if ((stats.mode & 0o020) !== 0 && hasOtherMembers(stats.gid, owners))
    return `${path} can be written by group ${stats.gid}`;
  return undefined;
}

function foreignPlace(path: string, foreign: readonly string[]): string | undefined {
  if (/[/\\]node_modules[/\\]\.bin([/\\]|$)/.test(path)) return `${path} lies in node_modules/.bin`;
  const folder = foreign.find((one) => isWithin(path, one));
  return folder === undefined ? undefined : `${path} lies in ${folder}, whose files are not yours to trust`;
}

function realPath(path: string, rules: PathRules): Looked | undefined {
  const stats = lstatOf(path);
  if (stats === undefined) return undefined;
  const real = realpathSync(path);
  const why = foreignPlace(path, rules.foreign) ?? foreignPlace(real, rules.foreign);
  return why === undefined ? { path: real, stats: lstatSync(real) } : { why };
}

/** What can't be looked at is not there for us. */
function lstatOf(path: string): Stats | undefined {
  try {
    return lstatSync(path);
  } catch {
    return undefined;
  }
}
