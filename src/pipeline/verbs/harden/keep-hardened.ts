import { createHash } from "node:crypto";
import { realpath } from "node:fs/promises";
import { join } from "node:path";
import type { KeptImage } from "../../../domain/report/report.ts";
import { cacheFolder } from "../../../sources/paths/cache-folder.ts";
import { containersOf } from "../../../sources/engine/containers/containers-of.ts";
import { inspectImage, keepImage, removeUnnamed } from "../../../sources/engine/images/images.ts";
import type { EngineSession } from "../../../sources/engine/types.ts";
import type { Context } from "../../context.ts";

/** Size of a record: a name and an id. */
const maxRecordBytes = 1_048_576;

/**
 * Tags the proven image with the name in the results. The image of the previous run in this folder loses the name and is removed, unless a container
 * uses it. Any other image of that name stays.
 */
export async function keepHardened(
  session: EngineSession,
  { image, name }: { readonly image: string; readonly name: string },
  dir: string,
  { dataFolder }: Pick<Context, "dataFolder">,
): Promise<KeptImage> {
  const { engine } = session;
  const records = cacheFolder(dataFolder === undefined ? undefined : join(dataFolder, "hardened"), maxRecordBytes);
  const key = createHash("sha256")
    .update(`${await realpath(dir)}\0${name}`)
    .digest("hex");
  const [proven, holder] = [await inspectImage(engine, image), await inspectImage(engine, name)];
  if (proven === undefined) return { name, problem: "the proven image is gone" };
  if (holder !== undefined && holder.id !== proven.id) {
    const recordedId = (await records.get(key))?.toString("latin1");
    if (recordedId !== holder.id)
      return { name, problem: "another image has this name, which no earlier run here left" };
    const [user] = await containersOf(engine, holder.id);
    if (user !== undefined) return { name, problem: `container ${user} uses the earlier one` };
  }
  if (holder?.id !== proven.id) {
    await keepImage(engine, image, name);
    await records.put(key, Buffer.from(proven.id, "latin1"));
  }
  if (holder !== undefined && holder.id !== proven.id) await removeUnnamed(engine, holder.id);
  return { name };
}
