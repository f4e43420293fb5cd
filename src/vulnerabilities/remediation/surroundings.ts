import type { ImageInfo, UpdatesInfo } from "../../domain/image/image-info.ts";
import type { BaseLayers } from "./base-layers.ts";

export interface Surroundings {
  readonly packages: ImageInfo["packages"];
  readonly os: ImageInfo["os"];
  /** Whether the image has a usable package manager. Undefined if unknown. */
  readonly canUpgrade?: boolean;
  readonly base?: BaseLayers;
  readonly updates?: UpdatesInfo;
  /** The image, if any: its history shows the origin of programs. */
  readonly image?: Pick<ImageInfo, "layers" | "config">;
  /** The newest of some versions in the order of a purl type; undefined when they cannot be ordered. */
  readonly newest: (type: string, versions: readonly string[], name: string) => string | undefined;
}
