import type { RequestedSettings } from "../domain/container/requested-settings.ts";
import type { Failure } from "../domain/failure.ts";
import type { Loss } from "../domain/profile/loss.ts";
import type { Profile } from "../domain/profile/profile.ts";
import type { Witness } from "../domain/profile/witness.ts";
import type { TargetVersions } from "./versions/target-version.ts";

export interface EmitOptions {
  /** Witnesses of each kept privilege, which comments mention; default the profile's `because`. */
  readonly witnesses?: readonly Witness[];
  /** Replaces the profile's image. */
  readonly image?: string;
  /** The engine where it will run, from `--engine`: the command that prints the seccomp profile repeats it. */
  readonly engines?: readonly string[];
  /** Version of the target, from the flag of its `versions`. Default: that of its `versions`. */
  readonly version?: string;
}

/** The result of a dialect for a profile. */
export interface Emission {
  /** Empty where the profile has nothing for the dialect. */
  readonly files: readonly EmittedFile[];
  /** All differences of the files from the profile, in a stable order. */
  readonly losses: readonly Loss[];
}

/** A file that engines or their tools read. */
export interface EmittedFile {
  /** Without a folder: `compose.yaml`. */
  readonly name: string;
  /** One line for the list of files written by `harden`. */
  readonly what: string;
  /** With a final newline. */
  readonly text: string;
  /** Text at the start of a file; `emit` prints without it. */
  readonly head?: string;
  readonly executable?: true;
}

/** A loss without its target. Without a field, it concerns the field at whose key it appears. */
export type FieldLoss = Omit<Loss, "field" | "target" | "targetVersion"> & { readonly field?: string };

/** The environment for printing; undefined values are hidden, and the user of the text supplies them. */
export type ShownValues = ReadonlyMap<string, string | undefined>;

export interface PrintedContainer extends Pick<EmittedFile, "name" | "text"> {
  /** Settings that the dialect cannot express, or expresses differently: for a comment and for stderr. */
  readonly losses: readonly FieldLoss[];
}

/** A dialect that a profile can be printed in. Default-exported by one file of this folder each. */
export interface Emitter {
  /** The value of `--to`. */
  readonly name: string;
  readonly title: string;
  /**
   * `container`: starts it. `calls`: the seccomp profile alone, which several profiles can share. `policy`:
   * requirements that others must meet to be admitted.
   */
  readonly says: "container" | "calls" | "policy";
  readonly syntax: "text" | "json";
  /** Names in the help of `harden`: files for every profile. */
  readonly always: readonly string[];
  /** Order in the folder of `harden`: seccomp profiles first, then by this number. Default: after those with one. */
  readonly place?: number;
  /** `harden` does not write it: only on request by name. */
  readonly asked?: true;
  /** The reader and its versions, if the result depends on them. */
  readonly versions?: TargetVersions;
  /** Throws `Failure` `bad-profile` for a value that no target could say, such as a mount point with a colon. */
  emit(profile: Profile, options?: EmitOptions): Emission;
  /**
   * Prints an existing container, without the settings of its image and its engine's defaults. `shown`: its printable
   * variables. Absent: containers are not printed in this dialect.
   */
  readonly container?: (settings: RequestedSettings, shown: ShownValues) => PrintedContainer;
  /** The reason why there is no file, for a request by name. Default: the profile has nothing for this dialect. */
  nothing?(profile: Profile): Failure;
}
