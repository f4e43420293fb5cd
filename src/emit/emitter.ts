import type { Profile } from "../domain/profile.ts";
import type { Witness } from "../domain/witness.ts";

export interface EmitOptions {
  /** What broke without each privilege that stays; comments name it. Without them the profile's own `because` does. */
  readonly witnesses?: readonly Witness[];
  /** Run this image in place of the profile's name. */
  readonly image?: string;
  /** Where it will run, as `--engine` said it: the list of system calls is printed with the same words. */
  readonly engines?: readonly string[];
}

/** A dialect that a profile can be printed in. Default-exported by one file of this folder each. */
export interface Emitter {
  /** As `--to` takes it. */
  readonly name: string;
  readonly title: string;
  /** Text with a final newline. Throws `Failure` `bad-profile` for what the dialect cannot say. */
  emit(profile: Profile, options?: EmitOptions): string;
}
