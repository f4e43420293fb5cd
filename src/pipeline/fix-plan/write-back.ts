import { open, readFile, realpath, rename, rm, stat } from "node:fs/promises";
import { Failure } from "../../domain/failure.ts";
import { writeFailure } from "../../domain/write-failure.ts";
import { fileBeside } from "../../sources/leftovers/file-beside.ts";

/**
 * Replaces the content `before` of a file by `after`: writes a file next to it and renames it, so that a crash leaves the old or the new
 * content, with the old mode and owner. A symbolic link is followed. Refused (`unreadable`) when
 * the file is read-only, not UTF-8, or changed meanwhile; `cannot-write` for errors of its disk or folder. `displayPath` is for
 * messages.
 */
export async function writeBack(path: string, displayPath: string, before: string, after: string): Promise<void> {
  const refuse = (reason: string, hint: string) =>
    new Failure("unreadable", `${displayPath} is not written: ${reason}`, { hint });
  try {
    const file = await realpath(path);
    const { mode, uid, gid } = await stat(file);
    // Root could write a read-only file.
    if ((mode & 0o222) === 0) throw refuse("it is read-only", `Make it writable first: chmod u+w ${displayPath}`);
    const { path: temporary, forget } = fileBeside(file);
    try {
      await using handle = await open(temporary, "wx", mode & 0o7777);
      await handle.writeFile(after);
      await handle.chmod(mode & 0o7777);
      const temporaryStat = await handle.stat();
      if (temporaryStat.uid !== uid || temporaryStat.gid !== gid) await handle.chown(uid, gid);
      await handle.sync();
      // As late as possible: an editor may have saved during the proof.
      const currentBytes = await readFile(file);
      if (currentBytes.toString("utf8") !== before)
        throw refuse("it was changed after it was read", "Run again, so that the fixes fit the file as it is now.");
      if (!currentBytes.equals(Buffer.from(before)))
        throw refuse("it is not UTF-8, and some of its bytes would be lost", "Convert it to UTF-8 first.");
      await rename(temporary, file);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    } finally {
      forget();
    }
  } catch (cause) {
    throw writeFailure(displayPath, cause);
  }
}
