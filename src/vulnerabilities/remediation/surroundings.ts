import type { ImageInfo, UpdatesInfo } from "../../domain/image/image-info.ts";
import type { BaseLayers } from "./base-layers.ts";

export interface Surroundings {
  readonly packages: ImageInfo["packages"];
  readonly os: ImageInfo["os"];
  /** Whether the image has a package manager that could be called. Undefined: no one looked. */
  readonly canUpgrade?: boolean;
  readonly base?: BaseLayers;
  readonly updates?: UpdatesInfo;
  /** The image, where there is one: its history tells where programs came from. */
  readonly image?: Pick<ImageInfo, "layers" | "config">;
  /** The newest of some versions in the order of a purl type; undefined when they cannot be ordered. */
  readonly newest: (type: string, versions: readonly string[], name: string) => string | undefined;
}
