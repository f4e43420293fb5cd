import { lstatSync } from "node:fs";
import { dirname } from "node:path";
import { trustedPath } from "./trusted-path.ts";

/**
 * Why what lies in a folder of ours may not be believed: it, or a folder above it, belongs to someone else or can be written by others. Undefined
 * when only this user and root could have put it there. The user who called sudo counts as someone else: what root reads there, that user wrote.
 */
export function whyNotOwn(folder: string): string | undefined {
  const uid = process.geteuid?.();
  const rules = { owners: uid === undefined ? undefined : new Set([0, uid]), foreign: [] };
  let at = folder;
  while (!isThere(at) && dirname(at) !== at) at = dirname(at);
  const trustedFolder = trustedPath(at, rules);
  if (trustedFolder === undefined) return undefined;
  if ("why" in trustedFolder) return trustedFolder.why;
  if (!trustedFolder.stats.isDirectory()) return `${at} is not a folder`;
  // In a sticky folder others replace nothing, but they add what they like.
  return at === folder && (trustedFolder.stats.mode & 0o002) !== 0 ? `${at} can be written by every user` : undefined;
}

/** Beneath a file there is nothing, which the system says in other words (ENOTDIR). */
function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}
