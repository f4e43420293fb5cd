import { Failure } from "./failure.ts";
import { ownValue } from "./own-value.ts";
import { errorCode } from "./write-failure.ts";

const full = "Make room there. TMPDIR=/path puts temporary files elsewhere, HULLPROOF_CACHE=/path what is kept.";

/**
 * Refusals for exhausted resources or a broken disk, by error code (errno(3)): a problem of the machine wherever it
 * strikes. Codes of an unexpected file (ENOENT, EACCES) are not here: unhandled, they are a bug.
 */
const reasons: Readonly<Record<string, readonly [what: string, hint: string]>> = {
  EMFILE: ["too many files are open in this process", "Raise the limit (ulimit -n), or name fewer targets at once."],
  ENFILE: ["too many files are open on this machine", "Close other programs, or raise fs.file-max."],
  ENOSPC: ["no space, or no inode, is left on the device", full],
  EDQUOT: ["the disk quota is used up", full],
  EFBIG: ["a file would be larger than is allowed here", "Raise the limit of a file's size (ulimit -f)."],
  EROFS: [
    "the file system is read-only",
    "TMPDIR=/path puts temporary files elsewhere, HULLPROOF_CACHE=/path what is kept.",
  ],
  EIO: ["the device reports an error", "Look at the disk (dmesg), and repeat when it works."],
  ENOMEM: [
    "no memory is left",
    "Close other programs, or raise the limit of memory (ulimit -v, or that of the container).",
  ],
  EAGAIN: [
    "no more processes or threads may be started",
    "Close other programs, or raise the limit (ulimit -u, or that of the container).",
  ],
};

/** The trouble of the machine that an error mentions; undefined for any other error. */
export function hostFailure(error: unknown): Failure | undefined {
  const code = errorCode(error);
  const [reason, hint] = ownValue(reasons, code) ?? [];
  if (reason === undefined || hint === undefined) return undefined;
  const { path, syscall = "" } = error as NodeJS.ErrnoException;
  // Also the answer of a pipe that has nothing yet.
  if (code === "EAGAIN" && !/^(?:spawn|fork)/.test(syscall)) return undefined;
  const failedCall = [syscall, path].filter((word) => typeof word === "string" && word !== "").join(" ");
  return new Failure(
    "host-trouble",
    `this machine refused what was needed${failedCall && ` (${failedCall})`}: ${reason}`,
    {
      hint,
      cause: error,
    },
  );
}
