import type { BuildContextFact } from "../../../facts/context/build-context.ts";
import { folderPaths } from "../../../facts/context/context-entries.ts";
import type { CopyPath } from "../../../facts/dockerfile/copy-paths.ts";
import type { Facts } from "../../needs.ts";
import { withoutEnd } from "../../../text/cut.ts";

/** What ADD fetches: BuildKit's HTTP and git sources. */
export function isRemote(source: string): boolean {
  return /^(https?|ftp|git|ssh):\/\/|^git@/i.test(source);
}

/** Named as one of the archives that ADD unpacks. */
export function isLocalArchive(source: string): boolean {
  return /\.(tar|Z|tgz|tbz2?|tb2|txz|tlz|tpz|tzst|gz|bz2|lz|xz|lzma|zst)$/i.test(source);
}

/** A name that only the build knows. */
export function isPattern(source: string): boolean {
  return /[*?[\]\\$]/.test(source);
}

/** By its own text, or as the build context has it. ADD never unpacks a directory. */
export function isFolder(source: string, { buildContext }: Partial<Pick<Facts, "buildContext">>): boolean {
  return !isPattern(source) && (/(^|\/)\.{0,2}$/.test(source) || isDirectory(contextPath(source), buildContext));
}

function contextPath(source: string): string {
  return withoutEnd(source.replace(/^(\.?\/)+/, ""), "/");
}

/** Why a source may be an archive, which ADD detects by content, whatever its name. A directory is never unpacked. */
export function mayBeArchive(
  sources: readonly CopyPath[],
  { buildContext, safeSteps }: Pick<Facts, "safeSteps"> & Partial<Pick<Facts, "buildContext">>,
): string | undefined {
  const parts = sources.map(({ text }) => contextPath(text));
  const namedPaths = parts.filter((path) => path !== "" && path !== ".");
  if (namedPaths.length === 0) return undefined;
  const file = namedPaths.find((path) => !isDirectory(path, buildContext));
  return file === undefined
    ? safeSteps.outside(({ otherContext }) => otherContext)
    : `\`${file}\` is no directory of the build context that was read`;
}

function isDirectory(path: string, context: BuildContextFact | undefined): boolean {
  if (context === undefined || context.unread !== undefined || path.split("/").includes("..")) return false;
  return folderPaths(context.files).has(path);
}
