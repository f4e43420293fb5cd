import { createHash } from "node:crypto";
import { realpath } from "node:fs/promises";
import { join } from "node:path";
import type { KeptImage } from "../../domain/report/report.ts";
import { cacheFolder } from "../../sources/cache-folder.ts";
import { containersOf } from "../../sources/engine/containers/containers-of.ts";
import { inspectImage, keepImage, removeUnnamed } from "../../sources/engine/images/images.ts";
import type { Run } from "../../sources/engine/types.ts";
import type { Context } from "../context.ts";

/** A name and an id each. */
const maxRecordBytes = 1_048_576;

/**
 * Gives the proven image the name that the results run it by. It takes the name from the image that the last run in this directory left, which then goes, unless a container
 * uses it. Any other image of that name stays.
 */
export async function keepHardened(
  run: Run,
  { image, name }: { readonly image: string; readonly name: string },
  dir: string,
  { dataFolder }: Pick<Context, "dataFolder">,
): Promise<KeptImage> {
  const { engine } = run;
  const records = cacheFolder(dataFolder === undefined ? undefined : join(dataFolder, "hardened"), maxRecordBytes);
  const key = createHash("sha256")
    .update(`${await realpath(dir)}\0${name}`)
    .digest("hex");
  const [proven, before] = [await inspectImage(engine, image), await inspectImage(engine, name)];
  if (proven === undefined) return { name, problem: "the proven image is gone" };
  if (before !== undefined && before.id !== proven.id) {
    const recorded = (await records.get(key))?.toString("latin1");
    if (recorded !== before.id) return { name, problem: "another image has this name, which no earlier run here left" };
    const [user] = await containersOf(engine, before.id);
    if (user !== undefined) return { name, problem: `container ${user} uses the earlier one` };
  }
  if (before?.id !== proven.id) {
    await keepImage(engine, image, name);
    await records.put(key, Buffer.from(proven.id, "latin1"));
  }
  if (before !== undefined && before.id !== proven.id) await removeUnnamed(engine, before.id);
  return { name };
}
