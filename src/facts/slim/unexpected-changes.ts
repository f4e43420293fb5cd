/** A path that differs between two images, and in what. */
interface Difference {
  readonly path: string;
  readonly change: string;
}

/** Files of dpkg's own that a removal changes: records, its state and its logs. */
const records =
  /^\/var\/lib\/dpkg\/(?:status|status-old|lock|lock-frontend|available|available-old|diversions(?:-old)?|statoverride(?:-old)?|(?:info|triggers|updates|alternatives)(?:\/.*)?)$/;
const logs = /^\/var\/log\/(?:dpkg|alternatives)\.log$/;

/**
 * Differences that removing packages does not explain. Only files that go with the packages and folders that dpkg empties may be gone, and only dpkg's records
 * may change; the configuration is equal.
 */
export function unexpectedChanges(
  changes: readonly Difference[],
  {
    goes,
    isFolder,
    folders,
  }: {
    readonly goes: (path: string) => boolean;
    readonly isFolder: (path: string) => boolean;
    readonly folders: readonly string[];
  },
): string[] {
  return changes
    .filter(({ path, change }) => {
      if (records.test(path) || logs.test(path)) return false;
      if (change !== "removed") return true;
      return (
        !(goes(path) || isFolder(path)) || folders.some((folder) => path === folder || path.startsWith(`${folder}/`))
      );
    })
    .map(({ path, change }) => `${path} (${change})`);
}
