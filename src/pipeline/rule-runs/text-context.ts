import type { ContextFolder } from "../../domain/dockerfile/context-folder.ts";
import type { BasesFact } from "../../facts/dockerfile/bases.ts";
import type { Purpose } from "../../facts/repository/purpose.ts";
import type { RepositoryFact } from "../../facts/repository/repository-fact.ts";
import type { DevelopmentModulesFact, UnusedPackagesFact } from "../../facts/need/unused-packages.ts";
import type { FactName } from "../../rules/needs.ts";
import type { ShellCheckFact } from "../../facts/dockerfile/shell-scripts.ts";

/** Facts from outside a Dockerfile's text. Rules without their fact are not listed as skipped. */
export interface TextContext {
  readonly bases?: BasesFact;
  readonly shellcheck?: ShellCheckFact;
  /** Of the image that was built from the text and watched. */
  readonly unusedPackages?: UnusedPackagesFact;
  readonly developmentModules?: DevelopmentModulesFact;
  /** Readers of each possible build context. */
  readonly contexts?: readonly (() => ContextFolder)[];
  /** Names of images that the repository builds. */
  readonly builtImages?: ReadonlySet<string>;
  /** Purpose of the file in its repository. */
  readonly purpose?: Purpose;
  /** Facts from other files of the repository about the Dockerfile's images; read when the first rule uses them. */
  readonly repository?: () => RepositoryFact;
  /** Reasons of missing facts: rules that need them are listed as skipped. */
  readonly missing?: Partial<Record<FactName, string>>;
}
