import { dirname } from "node:path";
import { Failure } from "../../domain/failure.ts";

/** A write error with advice; an error outside of the file system is a bug and stays unchanged. */
export function writeTrouble(error: unknown, file: string): unknown {
  if (error instanceof Failure || !(error instanceof Error) || !("code" in error)) return error;
  const full = error.code === "ENOSPC" || error.code === "EDQUOT";
  return new Failure(
    "unreadable",
    full
      ? `No space is left in ${dirname(file)}: what was there before stays as it is.`
      : `${file} cannot be written: ${error.message}`,
    {
      hint: full
        ? "Free some space, or let HULLPROOF_DATA name a folder on a larger disk."
        : "Check the folder's permissions, or let HULLPROOF_DATA name another folder.",
      cause: error,
    },
  );
}
