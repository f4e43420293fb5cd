import type { GivenSettings } from "../../domain/container-spec/given-settings.ts";
import { readContainer } from "../../sources/engine/containers/read-container.ts";
import type { Engine } from "../../sources/engine/types.ts";

/**
 * The same with the names of the containers whose namespaces it shares: an engine keeps `container:NAME` as an id, which another container of that name
 * does not have. One that is gone keeps its id, and a note says so. Throws those of the engine's calls.
 */
export async function namedContainers(
  engine: Engine,
  given: GivenSettings,
  signal?: AbortSignal,
): Promise<GivenSettings> {
  const notes: string[] = [];
  const named = async (mode: string | undefined): Promise<string | undefined> => {
    const [, id] = /^container:([0-9a-f]{12,64})$/.exec(mode ?? "") ?? [];
    if (id === undefined) return mode;
    const other = await readContainer(engine, id, signal);
    if (other !== undefined) return `container:${other.name}`;
    notes.push(
      `container ${id.slice(0, 12)}, whose namespace it shares, is no longer on the engine: nothing starts in it`,
    );
    return mode;
  };
  const [network, pid, ipc] = [await named(given.network), await named(given.pid), await named(given.ipc)];
  return {
    ...given,
    ...(network !== undefined && { network }),
    ...(pid !== undefined && { pid }),
    ...(ipc !== undefined && { ipc }),
    notes: [...given.notes, ...new Set(notes)],
  };
}
