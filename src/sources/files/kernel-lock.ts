const busy = 5;

/**
 * An exclusive lock of the kernel on a file that is never removed (SQLite takes it), so a killed holder leaves nothing behind that another would wait
 * for. Undefined if another process has it. Throws the errors of the file system.
 */
export function tryKernelLock(path: string): Disposable | undefined {
  // Loaded by writers only.
  const { DatabaseSync } = process.getBuiltinModule("node:sqlite");
  const database = new DatabaseSync(path, { timeout: 0 });
  try {
    database.exec("PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE");
    return { [Symbol.dispose]: () => database.close() };
  } catch (error) {
    database.close();
    if ((error as { errcode?: number }).errcode !== busy) throw error;
    return undefined;
  }
}
