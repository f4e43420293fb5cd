/** Thrown for files that are not loaded yet: the caller loads them, and reads the project from its start. */
export class UnreadFiles extends Error {
  /** Absolute. */
  readonly paths: readonly string[];

  constructor(paths: readonly string[]) {
    super(paths.join(", "));
    this.paths = paths;
  }
}

/**
 * Calls `act` for each item, and throws `UnreadFiles` with what all of them lack: a project of many files is read in a
 * few rounds instead of one for each file. Another error is thrown only if no item before it lacks a file.
 */
export function readEach<Item>(items: Iterable<Item>, act: (item: Item) => void): void {
  const paths = new Set<string>();
  for (const item of items) {
    try {
      act(item);
    } catch (error) {
      if (error instanceof UnreadFiles) for (const path of error.paths) paths.add(path);
      else if (paths.size === 0) throw error;
      else break;
    }
  }
  if (paths.size > 0) throw new UnreadFiles([...paths]);
}
