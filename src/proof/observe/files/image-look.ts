import { permitForNothing } from "../../../consent/decide.ts";
import { createContainer } from "../../../sources/engine/containers/containers.ts";
import type { Run } from "../../../sources/engine/types.ts";
import { readDirectory, type Directory } from "./directory.ts";
import type { Look } from "./tmpfs-candidates.ts";

/**
 * Looks at the image's own directories, in a container that is never started: what a run changed is not seen. Volumes are
 * seen as the image has them.
 */
export async function lookAtImage<T>(run: Run, image: string, use: (look: Look) => Promise<T>): Promise<T> {
  await using container = await createContainer(
    run,
    { image, name: "look", command: ["none"], network: "none" },
    permitForNothing(),
  );
  const known = new Map<string, Promise<Directory | undefined>>();
  // Awaited here: the container must outlive the looking.
  return await use((path) => {
    const looked = known.get(path) ?? readDirectory(run.engine, container.id, path);
    known.set(path, looked);
    return looked;
  });
}
