import type { ShellCommand, ShellWord } from "../dockerfile/dockerfile.ts";
import type { PackageCall } from "./package-call.ts";
import type {
  Consent,
  DependencyCache,
  LayerCache,
  LockFile,
  OwnCopies,
  Pinning,
  SystemUpgrade,
  ToolChain,
  Unverified,
} from "./traits.ts";

/** A package manager's reading of one command; the rest of a `PackageCall` is its location. */
export type ReadCall = Pick<PackageCall, "action" | "verb" | "options" | "operands">;

/** One file a manager. */
export interface PackageManager {
  /** `PackageCall.manager`. */
  readonly name: string;
  /** File names of its programs: `pip`, `pip3`. A trailing version (`pip3.12`) is for `read` to accept. */
  readonly programs: readonly string[];
  /**
   * `args` are the words after the program's name; undefined where the command does not use this manager (`python app.py`).
   * The meaning of every option is that of the manager's own manual, which the file names.
   */
  read(args: readonly ShellWord[], command: ShellCommand): ReadCall | undefined;
  /**
   * A distribution's own: its packages' programs come from the distribution. `archive`: versions can be pinned for as long as its archive keeps
   * them; `rolling`: there is only the newest.
   */
  readonly system?: "archive" | "rolling";
  /** Its confirmation prompt, unless disabled. */
  readonly consent?: Consent;
  /** How single packages are pinned. Of a distribution's packages the archive decides. */
  readonly pinning?: Pinning;
  readonly lockFile?: LockFile;
  /** A plain install includes the code of the folder, unless one of these options is given. */
  readonly installsFolder?: RegExp;
  /** The only verb that installs from lists of packages, without the code of the folder, as a message names it. */
  readonly installsList?: { readonly verb: RegExp; readonly title: string };
  /** The verb that upgrades within a release and removes nothing. */
  readonly milderUpgrade?: string;
  /** The archive of a release keeps only the newest version of a package. */
  readonly forgetsVersions?: true;
  /** The option that leaves out what packages only recommend. */
  readonly withoutRecommends?: string;
  /** Of a project's packages: a cache that the next install would use, and no image does. */
  readonly dependencyCache?: DependencyCache;
  /** Of a distribution's packages: downloads stay in the layer. */
  readonly layerCache?: LayerCache;
  /** Type of the package URLs of what it installs: `pypi`. */
  readonly purlType?: string;
  /** The command that updates a project's package, in its folder; undefined without one. Both are safe in a shell. */
  readonly bump?: (name: string, to: string) => string | undefined;
  readonly unverified?: Unverified;
  readonly upgrade?: SystemUpgrade;
  readonly ownCopies?: OwnCopies;
  readonly toolChain?: ToolChain;
}

/** For a manager without parsed calls, only with other facts. */
export const withoutCalls = { programs: [], read: () => undefined } as const;

export function definePackageManager(manager: PackageManager): PackageManager {
  return manager;
}
