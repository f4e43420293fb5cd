import { ownValue } from "./own-value.ts";
import { Failure } from "./failure.ts";

/** Why a system call that writes fails, by error code (errno(3)): the reason, and what to do. */
const reasons: Readonly<Record<string, readonly [what: string, hint: string]>> = {
  ENOSPC: ["no space is left on the device", "Make room, or name a place on another disk."],
  EDQUOT: ["the disk quota is used up", "Make room, or name a place on another disk."],
  EFBIG: ["it would be larger than is allowed here", "Raise the limit (ulimit -f), or name a place on another disk."],
  EIO: ["the device reports an error", "Look at the disk (dmesg), or name a place on another one."],
  EROFS: ["the file system is read-only", "Name a place that can be written."],
  EACCES: ["permission is denied", "Name a place that you may write to, or correct its permissions."],
  EPERM: ["it is not permitted", "Name a place that you may write to, or correct its permissions."],
  ENOENT: ["its folder does not exist", "Create the folder first, or name another one."],
  ENOTDIR: ["a part of its path is a file, not a folder", "Name a file in a folder."],
  EISDIR: ["it is a folder", "Name a file."],
  ELOOP: ["it is a link, or its path has too many", "Name the file itself; links are not followed when writing."],
  ENAMETOOLONG: ["its name is too long", "Choose a shorter one."],
  EMFILE: ["too many files are open", "Raise the limit (ulimit -n), or run fewer things at once."],
  ENXIO: ["no one reads from this pipe", "Start the reader first."],
  EBADF: ["it is closed", "Name a file with --output."],
};

/** Code of a system error; empty for others. */
export function errorCode(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}

/** `name` could not be written. `advice` replaces the hint that fits the error. */
export function writeFailure(name: string, error: unknown, advice?: string): Failure {
  if (error instanceof Failure) return error;
  const message = error instanceof Error ? error.message : String(error);
  const [reason, hint] = ownValue(reasons, errorCode(error)) ?? [
    message,
    "Name another place, or correct its permissions.",
  ];
  return new Failure("cannot-write", `${name} cannot be written: ${reason}`, { hint: advice ?? hint, cause: error });
}
