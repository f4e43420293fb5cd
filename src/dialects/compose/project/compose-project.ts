/** A file that a Compose file names, or the reason why it is not read. */
export type KnownFile = { readonly text: string } | { readonly refused: string; readonly missing: boolean };

/** Compose files of one project, with the files that they name; plain data for another thread. */
export interface ComposeProject {
  /** Path from `cwd`; the base file. */
  readonly path: string;
  /** Override files, in order. */
  readonly layers: readonly string[];
  /** Absolute: the folder of the search, which links must not leave. Absent for a named file. */
  readonly within?: string;
  /** Base files of the project, in order, which are separate targets. */
  readonly under?: readonly string[];
  /** Absolute: files whose findings belong to another target. */
  readonly foreign?: readonly string[];
  /** `services.web`, `networks.front`: definitions in other Compose files of the folder. */
  readonly definedElsewhere?: readonly string[];
  /** By absolute path. */
  readonly files: ReadonlyMap<string, KnownFile>;
  /** Absolute: files outside are not read. */
  readonly root: string;
  readonly cwd: string;
}
