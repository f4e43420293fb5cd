import { existsSync, realpathSync, statSync } from "node:fs";
import { userInfo } from "node:os";
import { dirname, join, resolve } from "node:path";
import type { PathRules } from "./trusted-path.ts";
import { isWithin } from "../../text/is-within.ts";

/** System folders stay trusted even if they are the current folder. */
const systemFolders = new Set(["/", "/bin", "/sbin", "/usr", "/usr/bin", "/usr/sbin", "/usr/local", "/opt", "/nix"]);

/**
 * Allowed owners of a program, and folders that must not contain it: the current folder, a target's folder, and the
 * repository around either. The user's own home is an exception if it is merely the current folder, or that of a
 * file. The home is the account's, since CI often sets HOME to the workspace.
 */
export function pathRules(
  cwd: string,
  targets: readonly string[],
  env: Readonly<Record<string, string | undefined>> = {},
  home: string | undefined = accountHome(),
): PathRules {
  const homeFolder = home === undefined ? undefined : real(home);
  const isOwn = (folder: string) =>
    systemFolders.has(folder) ||
    folder === homeFolder ||
    // A repository that contains the home is still a checkout.
    (homeFolder !== undefined && isWithin(homeFolder, folder) && !isRepository(folder));
  const folders = new Set<string>();
  const current = real(cwd);
  const targetFolders = targets.flatMap((target) => folderOf(real(resolve(cwd, target)), isOwn));
  for (const folder of targetFolders) if (!systemFolders.has(folder)) folders.add(folder);
  for (const folder of [current, ...targetFolders]) {
    if (!isOwn(folder)) folders.add(repositoryAround(folder, isOwn));
  }
  return { owners: trustedOwners(env), foreign: [...folders].sort(), ...(home !== undefined && { account: home }) };
}

/** root, the current user, and the caller of sudo, who can become root anyway. */
function trustedOwners(env: Readonly<Record<string, string | undefined>>): ReadonlySet<number> | undefined {
  const effectiveUid = process.geteuid?.();
  if (effectiveUid === undefined) return undefined;
  const sudo = /^\d+$/.test(env["SUDO_UID"] ?? "") ? Number(env["SUDO_UID"]) : undefined;
  return new Set([0, effectiveUid, ...(effectiveUid === 0 && sudo !== undefined ? [sudo] : [])]);
}

/** The outermost parent with a `.git`, outside of the user's own folders; the folder itself if there is none. */
function repositoryAround(folder: string, isOwn: (folder: string) => boolean): string {
  let repository = folder;
  for (let at = folder; !isOwn(at); at = dirname(at)) {
    if (isRepository(at)) repository = at;
    if (at === dirname(at)) break;
  }
  return repository;
}

/** A file in the caller's own home does not make the home a checkout, unless it is a repository. */
function folderOf(path: string, isOwn: (folder: string) => boolean): readonly string[] {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== false) return [path];
  const folder = dirname(path);
  return isOwn(folder) && !isRepository(folder) ? [] : [folder];
}

function isRepository(folder: string): boolean {
  return existsSync(join(folder, ".git"));
}

function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}

function accountHome(): string | undefined {
  try {
    return userInfo().homedir;
  } catch {
    // A user without an account, as in containers.
    return undefined;
  }
}
