import type { PreparedDirectory } from "../../../domain/profile/restrictions.ts";
import type { Engine } from "../types.ts";

/**
 * Sets owner and mode of a directory in a container before its first start; a volume mounted there is changed. The
 * engine unpacks an archive with its owners (Docker Engine API, PutContainerArchive), but never changes the target
 * directory, so the entry is unpacked into the parent.
 */
export async function prepareDirectory(engine: Engine, container: string, directory: PreparedDirectory): Promise<void> {
  const at = directory.path.lastIndexOf("/");
  await engine.call({
    method: "PUT",
    path: `/containers/${container}/archive`,
    query: { path: directory.path.slice(0, at) || "/" },
    body: directoryArchive(directory.path.slice(at + 1), directory),
  });
}

/** One directory in ustar format (POSIX.1-1988), and the end of the archive. */
function directoryArchive(name: string, { uid, gid, mode }: PreparedDirectory): Buffer {
  const archive = Buffer.alloc(512 + 1024);
  const octal = (value: number, width: number) => `${value.toString(8).padStart(width - 1, "0")}\0`;
  archive.write(`${name}/`, 0, 100);
  archive.write(octal(Number.parseInt(mode, 8), 8), 100);
  archive.write(octal(uid, 8), 108);
  archive.write(octal(gid, 8), 116);
  archive.write(octal(0, 12), 124);
  archive.write(octal(0, 12), 136);
  archive.write("        ", 148);
  archive.write("5", 156);
  archive.write("ustar\u000000", 257);
  const sum = archive.subarray(0, 512).reduce((total, byte) => total + byte, 0);
  archive.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return archive;
}
