import { createHash } from "node:crypto";
import { lstat, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseConfig } from "../archive/config.ts";
import type { ImageLayer } from "../image-source.ts";
import { layerHistory } from "../archive/layer-history.ts";
import type { Stored, WantedImage } from "./stored.ts";

/**
 * An image of an engine with overlay2 storage, below its root folder (moby: image/fs.go, layer/filestore.go):
 * `image/overlay2/imagedb/content/sha256/ID` is the configuration, `image/overlay2/layerdb/sha256/CHAIN` has for each
 * layer `diff` (its digest), `tar-split.json.gz`, and in `cache-id` the name of the folder `overlay2/NAME` whose
 * `diff` contains the files. With user namespaces the engine's root is `ROOT/UID.GID`, with the same layout.
 */
export async function openOverlayImage(root: string, target: WantedImage): Promise<Stored> {
  try {
    const path = join(root, "image/overlay2/imagedb/content/sha256", hex(target.id));
    const bytes = await readFile(path);
    if (sha256(bytes) !== target.id) return { reason: `${path} does not have the digest that it is filed under` };
    const config = parseConfig(bytes, path);
    if (config.diffIds.join() !== target.diffIds.join()) return { reason: "the engine reports other layers" };
    const history = layerHistory(config);
    const layers: ImageLayer[] = [];
    let chain = "";
    for (const [index, diffId] of config.diffIds.entries()) {
      chain = index === 0 ? diffId : sha256(`${chain} ${diffId}`);
      const storedLayer = await findLayer(root, chain, diffId);
      if ("reason" in storedLayer) return storedLayer;
      layers.push({
        index,
        diffId,
        createdBy: history[index] ?? "",
        bytes: { kind: "overlay", ...storedLayer, where: `layer ${index} of ${target.name}` },
        // The engine verified it when it pulled or created the layer.
        cacheKey: `diff:${diffId}`,
        verified: true,
      });
    }
    return { image: { name: target.name, digest: target.id, config, layers } };
  } catch (error) {
    return {
      reason: `the engine's storage is not readable here: ${String(error instanceof Error ? error.message : error)}`,
    };
  }
}

async function findLayer(
  root: string,
  chain: string,
  diffId: string,
): Promise<{ readonly tarSplit: string; readonly folder: string } | { readonly reason: string }> {
  const record = join(root, "image/overlay2/layerdb/sha256", hex(chain));
  if ((await readFile(join(record, "diff"), "utf8")).trim() !== diffId) {
    return { reason: `${record} is the record of another layer` };
  }
  const cacheId = (await readFile(join(record, "cache-id"), "utf8")).trim();
  if (!/^[a-z0-9]{1,64}$/.test(cacheId)) return { reason: `${record}/cache-id is not a folder name` };
  const tarSplit = join(record, "tar-split.json.gz");
  const folder = join(root, "overlay2", cacheId, "diff");
  if (!(await lstat(tarSplit)).isFile()) return { reason: `${tarSplit} is not a file` };
  if (!(await lstat(folder)).isDirectory()) return { reason: `${folder} is not a folder` };
  return { tarSplit, folder };
}

function hex(digest: string): string {
  return digest.slice("sha256:".length);
}

function sha256(bytes: Uint8Array | string): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}
