import { Failure } from "../domain/failure.ts";

/** A file that was named and cannot be opened or read: `no-such-file`, or `unreadable` with the system's words. */
export function cannotRead(name: string, cause: unknown): Failure {
  const missing = (cause as NodeJS.ErrnoException).code === "ENOENT";
  return new Failure(
    missing ? "no-such-file" : "unreadable",
    missing ? `${name} does not exist` : `${name} cannot be read: ${(cause as Error).message}`,
    {
      hint: missing
        ? "Check the path; it is taken from the current folder."
        : "Check that it is a file and its permissions.",
      cause,
    },
  );
}
