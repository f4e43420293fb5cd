import type { ImageDockerfile } from "../../facts/repository/image-dockerfiles.ts";
import type { Purpose } from "../../facts/repository/purpose.ts";
import type { ProfileAt } from "../../facts/container-spec/drift/written-drift.ts";

/** Input to compare the containers of a text with. */
export interface ComparisonFacts {
  readonly profiles?: readonly ProfileAt[];
  /** Names of images that the repository builds. */
  readonly builtImages?: ReadonlySet<string>;
  /** Of those that a Compose file may name, with absolute paths. */
  readonly imageDockerfiles?: readonly ImageDockerfile[];
  /** What its kustomizations give a version. */
  readonly kustomized?: ReadonlySet<string>;
  /** What its file is for in the repository. */
  readonly purpose?: Purpose;
}
