import { randomBytes } from "node:crypto";
import { insist, permitForNothing, type Permit } from "../../../consent/decide.ts";
import { folderItem } from "../../../consent/folder-item.ts";
import { Failure } from "../../../domain/failure.ts";
import { locate } from "../../files/locate.ts";
import { createContainer } from "../containers/containers.ts";
import { interruption } from "../client/interruption.ts";
import { removeVolume } from "../session/orphaned-resources.ts";
import { tarFolder, type TarRoot } from "./tar-folder.ts";
import type { EngineSession } from "../types.ts";

export interface FilledVolume extends AsyncDisposable {
  readonly name: string;
}

/**
 * A volume of the run with a copy of a host folder, or empty, with the root's owner and mode. It is filled through a
 * container of `image` that is never started, so that it works with remote engines. Throws `unreadable` for
 * unreadable files of the folder, `not-allowed` if `permit` does not cover the folder in its current state.
 */
export async function filledVolume(
  session: EngineSession,
  image: string,
  content: { readonly from?: string } & Omit<TarRoot, "name">,
  permit: Permit,
): Promise<FilledVolume> {
  const located = content.from === undefined ? undefined : await locate(content.from);
  const folderRequests =
    content.from === undefined ? [] : [{ from: content.from, at: "a copy", located, use: "read" as const }];
  insist(permit, folderRequests.map(folderItem));
  const { engine, signal } = session;
  const volume = await emptyVolume(session);
  const { name } = volume;
  try {
    const place = "hullproof-volume";
    const mounts = [{ type: "volume" as const, source: name, path: `/${place}`, noCopy: true }];
    const filling = { image, name: "fill", command: ["none"], network: "none" as const, mounts };
    await using filler = await createContainer(session, filling, permitForNothing());
    const { from, ...root } = content;
    const body = tarFolder(located?.path ?? from, { ...root, name: place });
    const query = { path: "/" };
    await engine
      .call({ method: "PUT", path: `/containers/${filler.id}/archive`, query, body, timeoutMs: 300_000, signal })
      .catch((error: unknown) => {
        throw readFault(error, from) ?? error;
      });
  } catch (error) {
    await Promise.resolve(volume[Symbol.asyncDispose]()).catch(() => {});
    throw error;
  }
  return volume;
}

/** An empty volume of the run: the engine copies the image's files into it on the first mount. */
export async function emptyVolume(session: EngineSession): Promise<FilledVolume> {
  const { engine, signal } = session;
  if (signal.aborted) throw interruption(signal);
  const name = `${session.id}-v-${randomBytes(3).toString("hex")}`;
  const remove = session.defer(`volume ${name}`, () => removeVolume(engine, name));
  await engine.call({ method: "POST", path: "/volumes/create", body: { Name: name, Labels: session.labels } });
  return { name, [Symbol.asyncDispose]: remove };
}

function readFault(error: unknown, from: string | undefined): Failure | undefined {
  const cause = error instanceof Failure ? error.cause : undefined;
  const { code } = (cause ?? {}) as NodeJS.ErrnoException;
  if (from === undefined || (code !== "ENOENT" && code !== "EACCES" && code !== "EPERM")) return undefined;
  return new Failure("unreadable", `${from} cannot be copied into a volume: ${(cause as Error).message}`, {
    hint: "Relative paths begin at the folder in which hullproof is called; all of it must be readable.",
    cause: error,
  });
}
