import type { ContextFolder } from "../../domain/dockerfile/context-folder.ts";
import type { BasesFact } from "../../facts/dockerfile/bases.ts";
import type { Purpose } from "../../facts/repository/purpose.ts";
import type { RepositoryFact } from "../../facts/repository/repository-fact.ts";
import type { FactName } from "../../rules/needs.ts";
import type { ShellCheckFact } from "../../facts/dockerfile/shell-scripts.ts";

/** What is known beside the text of a Dockerfile. What is left out has no rules that say so. */
export interface Surroundings {
  readonly bases?: BasesFact;
  readonly shellcheck?: ShellCheckFact;
  /** Each folder that a build of it may be sent. */
  readonly contexts?: readonly (() => ContextFolder)[];
  /** Names of images that the repository builds. */
  readonly builtImages?: ReadonlySet<string>;
  /** What the file is for in the repository. */
  readonly purpose?: Purpose;
  /** What the other files of the repository say of the Dockerfile's images; read when the first rule asks. */
  readonly repository?: () => RepositoryFact;
  /** Facts that a reader could supply, and why they are missing: rules that need them are listed as skipped. */
  readonly missing?: Partial<Record<FactName, string>>;
}
