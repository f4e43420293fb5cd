import { lstatSync, readlinkSync, realpathSync } from "node:fs";
import type { Stats } from "node:fs";
import { basename, dirname, isAbsolute, join } from "node:path";
import { isWithin } from "../../text/is-within.ts";
import { hasOtherMembers } from "./group-members.ts";

export interface PathRules {
  /** Trusted owners; undefined if the system has no user ids (Windows). */
  readonly owners: ReadonlySet<number> | undefined;
  /** Real paths of folders with foreign content: the target, its repository, the current folder. */
  readonly foreign: readonly string[];
  /** The caller's home from the account database, regardless of HOME; absent for a user without an account, as in containers. */
  readonly account?: string;
  /** Ignores the owner and checks only who else may write. */
  readonly anyOwner?: boolean;
}

/** `path` is the real one. `why` describes the problem in a sentence without a full stop. */
export type TrustedPath = { readonly path: string; readonly stats: Stats } | { readonly why: string };

/** The kernel's limit (path_resolution(7)). */
const mostLinks = 40;

/**
 * Follows an absolute path like the kernel and checks each step: no folder, link or file on the way may belong to
 * another user, be writable by others or be in a foreign folder. A sticky folder such as /tmp passes, because others
 * cannot replace its entries. An accepted path cannot be replaced afterwards either, except by trusted users.
 * Undefined if it does not exist.
 */
export function trustedPath(path: string, rules: PathRules): TrustedPath | undefined {
  if (!isAbsolute(path)) return { why: `${path} is relative, so it depends on the current folder` };
  if (rules.owners === undefined) return realPath(path, rules);
  let problem: string | undefined;
  const end = follow(path, (step, stats) => (problem ??= problemOf(step, stats, rules)));
  // Only now: a missing path has no problem.
  if (end === undefined) return undefined;
  if (end === "too-many-links") return { why: `${path} goes through more than ${mostLinks} links` };
  return problem === undefined ? end : { why: problem };
}

/** The foreign folder that an absolute path names, leads into or passes through, even if its last parts do not exist. */
export function foreignFolderOf(path: string, { owners, foreign }: PathRules): string | undefined {
  const within = (step: string) => foreign.find((folder) => isWithin(step, folder));
  let foreignFolder = within(path);
  if (owners !== undefined) follow(path, (step) => (foreignFolder ??= within(step)));
  return foreignFolder ?? within(realOf(path));
}

/** The real path as far as it exists. */
function realOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path === dirname(path) ? path : join(realOf(dirname(path)), basename(path));
  }
}

function follow(
  path: string,
  onStep: (path: string, stats: Stats) => void,
): { readonly path: string; readonly stats: Stats } | "too-many-links" | undefined {
  let at = "/";
  let links = 0;
  const remainingParts = path.split("/");
  let stats = lstatSync("/");
  onStep(at, stats);
  for (;;) {
    const name = remainingParts.shift();
    if (name === undefined) return { path: at, stats };
    if (name === "" || name === ".") continue;
    if (!stats.isDirectory()) return undefined;
    if (name === "..") {
      at = dirname(at);
      stats = lstatSync(at);
      continue;
    }
    const stepPath = join(at, name);
    const stepStats = lstatOf(stepPath);
    if (stepStats === undefined) return undefined;
    onStep(stepPath, stepStats);
    if (!stepStats.isSymbolicLink()) {
      at = stepPath;
      stats = stepStats;
      continue;
    }
    if (++links > mostLinks) return "too-many-links";
    const target = readlinkSync(stepPath);
    remainingParts.unshift(...target.split("/"));
    if (target.startsWith("/")) {
      at = "/";
      stats = lstatSync("/");
    }
  }
}

function problemOf(path: string, stats: Stats, { owners, foreign, anyOwner }: PathRules): string | undefined {
  const place = foreignPlace(path, foreign);
  if (place !== undefined) return place;
  if (owners === undefined) return undefined;
  if (anyOwner !== true && !owners.has(stats.uid)) return `${path} belongs to user ${stats.uid}`;
  // A link's mode is irrelevant, and in a sticky folder only the owner of an entry can replace it.
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

function realPath(path: string, rules: PathRules): TrustedPath | undefined {
  const stats = lstatOf(path);
  if (stats === undefined) return undefined;
  const real = realpathSync(path);
  const problem = foreignPlace(path, rules.foreign) ?? foreignPlace(real, rules.foreign);
  return problem === undefined ? { path: real, stats: lstatSync(real) } : { why: problem };
}

/** An inaccessible entry counts as missing. */
function lstatOf(path: string): Stats | undefined {
  try {
    return lstatSync(path);
  } catch {
    return undefined;
  }
}
