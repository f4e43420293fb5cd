import { constants, writeSync } from "node:fs";
import { copyFile, link, lstat, open, rm } from "node:fs/promises";
import { Failure } from "../../domain/failure.ts";
import { errorCode, writeFailure } from "../../domain/write-failure.ts";
import { fileBeside } from "../leftovers/file-beside.ts";
import { ownMode, staysWithin, type OutputPath } from "./write-whole.ts";

/**
 * Writes a new file, completely or not at all, and only for its owner: an existing file or link with its name stays
 * unchanged. `pour` receives a function that writes a chunk. Throws `Failure` (`cannot-write`), and errors of `pour`,
 * without leaving files behind.
 */
export async function writeNew<T>(
  place: OutputPath,
  pour: (write: (bytes: Uint8Array) => void) => Promise<T>,
): Promise<T> {
  const { path, shown } = place;
  try {
    await staysWithin(place);
    if (await isThere(path)) throw existsFailure(shown);
    const temporary = fileBeside(path);
    try {
      const answer = await pourInto(temporary.path, pour);
      await moveTo(temporary.path, path);
      return answer;
    } finally {
      await rm(temporary.path, { force: true }).catch(() => {});
      temporary.forget();
    }
  } catch (error) {
    throw errorCode(error) === "EEXIST" ? existsFailure(shown) : writeFailure(shown, error);
  }
}

async function pourInto<T>(path: string, pour: (write: (bytes: Uint8Array) => void) => Promise<T>): Promise<T> {
  // "wx" is O_CREAT | O_EXCL, which follows no link (open(2)).
  await using handle = await open(path, "wx", ownMode);
  return await pour((bytes) => {
    for (let at = 0; at < bytes.length;) at += writeSync(handle.fd, bytes, at);
  });
}

/** link(2) and O_EXCL both refuse an existing name, including that of a link; rename(2) would replace it. */
async function moveTo(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    // Some file systems have no hard links.
    if (!["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK"].includes(errorCode(error))) throw error;
    await copyFile(from, to, constants.COPYFILE_EXCL);
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (errorCode(error) === "ENOENT") return false;
    throw error;
  }
}

function existsFailure(displayPath: string): Failure {
  return new Failure("cannot-write", `${displayPath} is there already, and stays as it is`, {
    hint: "Give another name.",
  });
}
