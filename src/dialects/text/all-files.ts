import { Failure } from "../../domain/failure.ts";
import type { Profile } from "../../domain/profile/profile.ts";
import type { EmittedFile, Emitter, EmitOptions } from "../emitter.ts";

/** Seccomp profiles come first, because the others refer to them; then by order, then by name. */
export function inOrder(emitters: readonly Emitter[]): Emitter[] {
  const place = ({ says, place: own = 1000 }: Emitter) => (says === "calls" ? -1 : own);
  return emitters.toSorted((a, b) => place(a) - place(b) || (a.name < b.name ? -1 : 1));
}

/**
 * The profile in every dialect, or the reason why an expected file is missing: a profile may contain settings that a
 * dialect cannot express.
 */
export function allFiles(
  emitters: readonly Emitter[],
  profile: Profile,
  options: EmitOptions,
): { readonly files: readonly EmittedFile[]; readonly lacking: readonly string[] } {
  const files: EmittedFile[] = [];
  const lacking: string[] = [];
  for (const emitter of inOrder(emitters.filter(({ asked }) => asked !== true))) {
    try {
      files.push(...emitter.emit(profile, options).files);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      lacking.push(`emit --to ${emitter.name}: ${error.message}`);
    }
  }
  return { files, lacking };
}
