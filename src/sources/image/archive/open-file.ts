import type { FileHandle } from "node:fs/promises";
import { openNamedFile } from "../../files/read-named.ts";
import { Failure } from "../../../domain/failure.ts";

/** Opens a regular file for reading. Throws `Failure` (`no-such-file`, `unreadable`, `bad-image`). */
export async function openFile(file: string): Promise<FileHandle> {
  const opened = await openNamedFile(file);
  if (!("refused" in opened)) return opened;
  if (opened.refused === "folder" || opened.refused === "special") throw notAnImage(file, "it is not a file");
  const isMissing = opened.refused === "missing";
  throw new Failure(isMissing ? "no-such-file" : "unreadable", `Cannot open ${file}: ${opened.reason}`, {
    hint: isMissing ? "Check the path." : "Check that you may read the file.",
  });
}

export function notAnImage(file: string, reason: string): Failure {
  return new Failure("bad-image", `${file} is not an image archive: ${reason}.`, {
    hint: "Make one with `docker save -o FILE IMAGE`.",
  });
}
