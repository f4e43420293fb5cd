import type { Purpose } from "../../facts/repository/purpose.ts";
import type { ProfileAt } from "../../facts/container-spec/drift/written-drift.ts";

/** What the containers of a text are compared with. */
export interface Compared {
  readonly profiles?: readonly ProfileAt[];
  /** Names of images that the repository builds. */
  readonly builtImages?: ReadonlySet<string>;
  /** What its file is for in the repository. */
  readonly purpose?: Purpose;
}
