import { Failure } from "../domain/failure.ts";
import type { Profile } from "../domain/profile.ts";
import type { SeccompProfile } from "../domain/seccomp.ts";
import type { Emitter } from "./emitter.ts";

export default {
  name: "seccomp",
  title: "filter of system calls for --security-opt seccomp=FILE",
  emit: emitSeccomp,
} satisfies Emitter;

/**
 * The profile's filter of system calls in the engine's own JSON.
 *
 * @throws Failure `bad-profile` for a profile that leaves the engine's own filter in force.
 */
function emitSeccomp({ seccomp, image }: Profile): string {
  if (seccomp !== undefined) return seccompText(seccomp);
  throw new Failure("bad-profile", `The profile of ${image.name} has no filter of system calls of its own.`, {
    hint: "The engine's default filter holds. Learn one as root on the engine's own machine: hullproof learn IMAGE",
  });
}

/** A list as `--security-opt seccomp=FILE` reads it. */
export function seccompText(seccomp: SeccompProfile): string {
  return `${JSON.stringify(seccomp, undefined, 2)}\n`;
}
