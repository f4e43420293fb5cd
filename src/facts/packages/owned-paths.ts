/** PATH_MAX of Linux (limits.h): no file has a longer path. */
const longestPath = 4096;
/** Far above any real system: 300,000 files of a desktop have paths of 20 million characters. */
const mostCharacters = 64 * 1024 * 1024;

/**
 * Joins folders and names to absolute paths. Databases name a folder once for many files, so that a small hostile one could
 * expand to terabytes: the output of one database is bounded. Throws `Error` with the reason.
 */
export function ownedPaths(maxCharacters = mostCharacters): (folder: string, name: string) => string {
  let characters = 0;
  return (folder, name) => {
    const path = `${folder.startsWith("/") ? "" : "/"}${folder}${folder.endsWith("/") || folder === "" ? "" : "/"}${name}`;
    if (path.length > longestPath) throw new Error("it names a file whose path is longer than 4096 characters");
    characters += path.length;
    if (characters > maxCharacters)
      throw new Error(`the paths of its files take more than ${maxCharacters} characters`);
    return path;
  };
}
