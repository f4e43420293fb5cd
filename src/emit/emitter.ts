import type { Failure } from "../domain/failure.ts";
import type { Loss } from "../domain/profile/loss.ts";
import type { Profile } from "../domain/profile/profile.ts";
import type { Witness } from "../domain/profile/witness.ts";
import type { TargetVersions } from "./target-version.ts";

export interface EmitOptions {
  /** What broke without each privilege that stays; comments name it. Without them the profile's own `because` does. */
  readonly witnesses?: readonly Witness[];
  /** Run this image in place of the profile's name. */
  readonly image?: string;
  /** Where it will run, as `--engine` said it: the list of system calls is printed with the same words. */
  readonly engines?: readonly string[];
  /** Of the target, as the flag of its `versions` said it. Default: that of its `versions`. */
  readonly version?: string;
}

/** What a dialect makes of a profile. */
export interface Emission {
  /** Empty where the profile has nothing for the dialect. */
  readonly files: readonly EmittedFile[];
  /** All that the files do not say as the profile does, in a stable order. */
  readonly losses: readonly Loss[];
}

/** A file that engines or their tools read. */
export interface EmittedFile {
  /** Without a folder: `compose.yaml`. */
  readonly name: string;
  /** One line for the list of what `harden` wrote. */
  readonly what: string;
  /** With a final newline. */
  readonly text: string;
  /** Stands before the text where it is a file: what `emit` prints does without. */
  readonly head?: string;
  readonly executable?: true;
}

/** A dialect that a profile can be printed in. Default-exported by one file of this folder each. */
export interface Emitter {
  /** As `--to` takes it. */
  readonly name: string;
  readonly title: string;
  /**
   * `container`: how to start it. `calls`: the list of system calls alone, which several profiles can share, and which reaches no further
   * than what it allows. `policy`: what others must say to be admitted.
   */
  readonly says: "container" | "calls" | "policy";
  readonly syntax: "text" | "json";
  /** Names for the help of `harden`: what it writes for every profile. */
  readonly always: readonly string[];
  /** Its place in the folder of `harden`: lists of calls first, then by this number. Default: after those that have one. */
  readonly place?: number;
  /** `harden` does not write it: it is for whoever asks for it by name. */
  readonly asked?: true;
  /** Where what can be said depends on who reads it. */
  readonly versions?: TargetVersions;
  /** Throws `Failure` `bad-profile` for a value that no target could say, such as a mount point with a colon. */
  emit(profile: Profile, options?: EmitOptions): Emission;
  /** Why there is no file, for whoever asked for this dialect by name. Default: the profile has nothing for it. */
  nothing?(profile: Profile): Failure;
}
