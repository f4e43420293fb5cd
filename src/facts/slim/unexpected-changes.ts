import { isWithin } from "../../text/is-within.ts";
import type { LeftoverFile } from "./leftover-files.ts";

/** A path that differs between two images, and in what. */
interface Difference {
  readonly path: string;
  readonly change: string;
}

/** Files of dpkg's own that a removal changes: records, its state and its logs. */
const records =
  /^\/var\/lib\/dpkg\/(?:status|status-old|lock|lock-frontend|available|available-old|diversions(?:-old)?|statoverride(?:-old)?|(?:info|triggers|updates|alternatives)(?:\/.*)?)$/;

/** What engines mount into each container: Podman's builder leaves the places where it did. */
const mountedByEngines = /^\/etc\/(?:hostname|hosts|resolv\.conf)$/;

/**
 * Differences that removing packages does not explain. Only files that go with the packages, folders that dpkg empties and leftovers may be gone, and only dpkg's records
 * may change; the configuration is equal.
 */
export function unexpectedChanges(
  changes: readonly Difference[],
  {
    goes,
    isFolder,
    folders,
    leftovers,
  }: {
    readonly goes: (path: string) => boolean;
    readonly isFolder: (path: string) => boolean;
    readonly folders: readonly string[];
    readonly leftovers: readonly LeftoverFile[];
  },
): string[] {
  return changes
    .filter(({ path, change }) => {
      if (records.test(path) || (change === "added" && mountedByEngines.test(path))) return false;
      if (change !== "removed") return true;
      return (
        !(goes(path) || isFolder(path) || leftovers.some((leftover) => isWithin(path, leftover.path))) ||
        folders.some((folder) => path === folder || path.startsWith(`${folder}/`))
      );
    })
    .map(({ path, change }) => `${path} (${change})`);
}
