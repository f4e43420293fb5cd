import type { ImageConfig } from "../../../domain/image/image-config.ts";

/** The instruction that created each layer, by the layer's index; empty if the history does not match the layers. */
export function layerHistory(config: ImageConfig): readonly string[] {
  const layerSteps = config.history.filter((entry) => !entry.empty);
  return layerSteps.length === config.diffIds.length ? layerSteps.map((entry) => entry.createdBy) : [];
}
