import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { Failure } from "../domain/failure.ts";

/** Text of a file, at most 4 MiB: a Dockerfile or document above that is a mistake or an attack. */
export async function readText(path: string, cwd: string): Promise<string> {
  const limit = 4 * 1024 * 1024;
  let bytes: Buffer;
  try {
    bytes = readFileSync(resolve(cwd, path));
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === "ENOENT";
    throw new Failure(
      missing ? "no-such-file" : "unreadable",
      missing ? `${path} does not exist` : `${path} cannot be read: ${(cause as Error).message}`,
      {
        hint: missing
          ? "Check the path; it is taken from the current folder."
          : "Check that it is a file and its permissions.",
        cause,
      },
    );
  }
  if (bytes.length > limit)
    throw new Failure("unreadable", `${path} has ${bytes.length} bytes, more than the ${limit} that are read`, {
      hint: "Name the right file, or leave it out.",
    });
  return bytes.toString("utf8");
}
