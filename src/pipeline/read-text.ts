import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { Failure } from "../domain/failure.ts";
import { cannotRead } from "../sources/cannot-read.ts";

/** Text of a file, at most 4 MiB: a Dockerfile or document above that is a mistake or an attack. */
export async function readText(path: string, cwd: string): Promise<string> {
  const limit = 4 * 1024 * 1024;
  let bytes: Buffer;
  try {
    bytes = readFileSync(resolve(cwd, path));
  } catch (cause) {
    throw cannotRead(path, cause);
  }
  if (bytes.length > limit)
    throw new Failure("unreadable", `${path} has ${bytes.length} bytes, more than the ${limit} that are read`, {
      hint: "Name the right file, or leave it out.",
    });
  return bytes.toString("utf8");
}
