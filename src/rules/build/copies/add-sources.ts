import type { Applicability } from "../../../domain/finding/fix.ts";
import type { BuildContextFact } from "../../../facts/context/build-context.ts";
import { folderPaths } from "../../../facts/context/context-entries.ts";
import type { CopyPath } from "../../../facts/dockerfile/copy-paths.ts";
import { withoutEnd } from "../../../text/cut.ts";

/** What ADD fetches: BuildKit's HTTP and git sources. */
export function isRemote(source: string): boolean {
  return /^(https?|ftp|git|ssh):\/\/|^git@/i.test(source);
}

/** Named as one of the archives that ADD unpacks. */
export function isLocalArchive(source: string): boolean {
  return /\.(tar|Z|tgz|tbz2?|tb2|txz|tlz|tpz|tzst|gz|bz2|lz|xz|lzma|zst)$/i.test(source);
}

/**
 * ADD unpacks by content, not by name, so that of a file nothing is known. A directory is never unpacked.
 */
export function copyForAdd(
  sources: readonly CopyPath[],
  context: BuildContextFact | undefined,
): Applicability | undefined {
  if (sources.some(({ text }) => /[*?[\]\\$]/.test(text))) return undefined;
  return sources.every(({ text }) => isKnownFolder(text, context)) ? "safe" : "proven";
}

function isKnownFolder(source: string, context: BuildContextFact | undefined): boolean {
  const path = withoutEnd(source.replace(/^(\.?\/)+/, ""), "/");
  if (path === "" || path === ".") return true;
  if (context === undefined || context.unread !== undefined || path.split("/").includes("..")) return false;
  return folderPaths(context.files).has(path);
}
