import { createHash } from "node:crypto";
import { imageProbes } from "../../src/facts/image/image-probes.ts";
import { parseConfig } from "../../src/sources/image/archive/config.ts";
import type { Image } from "../../src/sources/image/image-source.ts";
import type { ImageScan } from "../../src/domain/image/image-scan.ts";
import { readImage } from "../../src/sources/image/layers/read-image.ts";
import type { LayerWishes } from "../../src/sources/image/layers/read-layer.ts";
import type { Member } from "./archive.ts";
import { tarOf } from "./archive.ts";

export interface MemoryImage {
  readonly config?: Readonly<Record<string, unknown>>;
  readonly history?: readonly { readonly created_by: string; readonly empty_layer?: boolean }[];
}

/** An image in memory, its layers written as real archives. */
export function imageOf(layers: readonly (readonly Member[])[], more: MemoryImage = {}): Image {
  const tars = layers.map((members) => tarOf(members));
  const diffIds = tars.map((tar) => `sha256:${createHash("sha256").update(tar).digest("hex")}`);
  const history: NonNullable<MemoryImage["history"]> =
    more.history ?? layers.map((_, at) => ({ created_by: `layer ${at}` }));
  const config = Buffer.from(JSON.stringify({ config: more.config ?? {}, rootfs: { diff_ids: diffIds }, history }));
  const made = history.filter((entry) => entry.empty_layer !== true);
  return {
    name: "memory",
    digest: `sha256:${createHash("sha256").update(config).digest("hex")}`,
    config: parseConfig(config, "memory"),
    layers: tars.map((tar, index) => ({
      index,
      diffId: diffIds[index] ?? "",
      createdBy: made[index]?.created_by ?? "",
      bytes: { kind: "memory", content: tar, where: `layer ${index}` },
      verified: true,
    })),
  };
}

/** The same, read, by the facts' probes unless others are given. */
export function readMembers(
  layers: readonly (readonly Member[])[],
  more: MemoryImage = {},
  wishes: LayerWishes = { probes: imageProbes },
): Promise<ImageScan> {
  return readImage(imageOf(layers, more), wishes);
}
