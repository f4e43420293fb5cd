import { open, readFile, realpath, rename, rm, stat } from "node:fs/promises";
import { Failure } from "../../domain/failure.ts";
import { writeFailure } from "../../domain/write-failure.ts";
import { fileBeside } from "../../sources/leftovers/file-beside.ts";

/**
 * Writes `after` over a file that was read as `before`: beside it and renamed, so that a crash leaves the old file or the new
 * one, with the old one's mode and owner. Of a symbolic link the file that it leads to is written. Refused (`unreadable`) when
 * the file is read-only, not UTF-8, or was changed in the meantime; `cannot-write` when its disk or its folder does not take it. `shown` is its
 * path in messages.
 */
export async function writeBack(path: string, shown: string, before: string, after: string): Promise<void> {
  const refuse = (why: string, hint: string) => new Failure("unreadable", `${shown} is not written: ${why}`, { hint });
  try {
    const file = await realpath(path);
    const { mode, uid, gid } = await stat(file);
    // Root may write what no one should.
    if ((mode & 0o222) === 0) throw refuse("it is read-only", `Make it writable first: chmod u+w ${shown}`);
    const { path: temporary, forget } = fileBeside(file);
    try {
      await using handle = await open(temporary, "wx", mode & 0o7777);
      await handle.writeFile(after);
      await handle.chmod(mode & 0o7777);
      const made = await handle.stat();
      if (made.uid !== uid || made.gid !== gid) await handle.chown(uid, gid);
      await handle.sync();
      // As late as can be: an editor may have saved while the fixes were proven.
      const now = await readFile(file);
      if (now.toString("utf8") !== before)
        throw refuse("it was changed after it was read", "Run again, so that the fixes fit the file as it is now.");
      if (!now.equals(Buffer.from(before)))
        throw refuse("it is not UTF-8, and some of its bytes would be lost", "Convert it to UTF-8 first.");
      await rename(temporary, file);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    } finally {
      forget();
    }
  } catch (cause) {
    throw writeFailure(shown, cause);
  }
}
