import type { RequestedSettings } from "../../../domain/container/requested-settings.ts";
import { readContainer } from "../../../sources/engine/containers/read-container.ts";
import type { Engine } from "../../../sources/engine/types.ts";

/**
 * The same settings with the names of containers whose namespaces it shares: an engine stores `container:NAME` as an id, which another container of that name
 * does not have. A removed container keeps its id, and a note reports it. Throws the errors of the engine's calls.
 */
export async function namedContainers(
  engine: Engine,
  settings: RequestedSettings,
  signal?: AbortSignal,
): Promise<RequestedSettings> {
  const notes: string[] = [];
  const nameSharedContainer = async (mode: string | undefined): Promise<string | undefined> => {
    const [, id] = /^container:([0-9a-f]{12,64})$/.exec(mode ?? "") ?? [];
    if (id === undefined) return mode;
    const sharedContainer = await readContainer(engine, id, signal);
    if (sharedContainer !== undefined) return `container:${sharedContainer.name}`;
    notes.push(
      `container ${id.slice(0, 12)}, whose namespace it shares, is no longer on the engine: nothing starts in it`,
    );
    return mode;
  };
  const [network, pid, ipc] = [
    await nameSharedContainer(settings.network),
    await nameSharedContainer(settings.pid),
    await nameSharedContainer(settings.ipc),
  ];
  return {
    ...settings,
    ...(network !== undefined && { network }),
    ...(pid !== undefined && { pid }),
    ...(ipc !== undefined && { ipc }),
    notes: [...settings.notes, ...new Set(notes)],
  };
}
