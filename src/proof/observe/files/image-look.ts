import { permitForNothing } from "../../../consent/decide.ts";
import { createContainer } from "../../../sources/engine/containers/containers.ts";
import type { EngineSession } from "../../../sources/engine/types.ts";
import { readDirectory, type Directory } from "./directory.ts";
import type { Look } from "./tmpfs-candidates.ts";

/**
 * Reads the image's directories, in a container that never starts: without changes of a trial. Volumes have the image's
 * content.
 */
export async function lookAtImage<T>(
  session: EngineSession,
  image: string,
  use: (look: Look) => Promise<T>,
): Promise<T> {
  await using container = await createContainer(
    session,
    { image, name: "look", command: ["none"], network: "none" },
    permitForNothing(),
  );
  const directories = new Map<string, Promise<Directory | undefined>>();
  // Awaited here: the container must exist until the reads are done.
  return await use((path) => {
    const directory = directories.get(path) ?? readDirectory(session.engine, container.id, path);
    directories.set(path, directory);
    return directory;
  });
}
