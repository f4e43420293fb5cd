import type { FileHandle } from "node:fs/promises";
import { open } from "node:fs/promises";
import { Failure } from "../../domain/failure.ts";

/** Opens a regular file for reading. Throws `Failure` (`no-such-file`, `unreadable`, `bad-image`). */
export async function openFile(file: string): Promise<FileHandle> {
  let handle: FileHandle;
  try {
    handle = await open(file, "r");
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
    throw new Failure(missing ? "no-such-file" : "unreadable", `Cannot open ${file}: ${(error as Error).message}`, {
      hint: missing ? "Check the path." : "Check that you may read the file.",
      cause: error,
    });
  }
  if ((await handle.stat()).isFile()) return handle;
  await handle.close();
  throw notAnImage(file, "it is not a file");
}

export function notAnImage(file: string, why: string): Failure {
  return new Failure("bad-image", `${file} is not an image archive: ${why}.`, {
    hint: "Make one with `docker save -o FILE IMAGE`.",
  });
}
