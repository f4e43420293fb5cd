import { statfs } from "node:fs/promises";
import { Failure } from "../../domain/failure.ts";

/** PGlite loops without end when its log needs a new file, of 16 MiB, and the disk is full. A transaction writes less than this. */
const reserveMebibytes = 64;

/** Throws `Failure` (`host-trouble`) unless the disk of a folder has room for a transaction of the embedded database. */
export async function checkRoom(folder: string): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize >= reserveMebibytes * 1_048_576) return;
  throw new Failure(
    "host-trouble",
    `the disk of ${folder} has less than ${reserveMebibytes} MiB left: the fleet writes nothing until it has more`,
    { hint: "Make room on that disk, or name a folder on another one: --folder DIR." },
  );
}
