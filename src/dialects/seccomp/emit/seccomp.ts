import { Failure } from "../../../domain/failure.ts";
import type { Profile } from "../../../domain/profile/profile.ts";
import type { SeccompProfile } from "../../../domain/profile/seccomp.ts";
import type { Emitter } from "../../emitter.ts";
import { seccompFile } from "../../text/seccomp-file.ts";

export default {
  name: "seccomp",
  title: "filter of system calls for --security-opt seccomp=FILE",
  says: "calls",
  syntax: "json",
  always: [],
  emit: ({ seccomp }: Profile) => ({
    files:
      seccomp === undefined
        ? []
        : [{ name: seccompFile, what: "the system calls that are allowed", text: seccompText(seccomp) }],
    // The allowlist is one field of the profile, which engines read unchanged.
    losses: [],
  }),
  nothing: ({ image }) =>
    new Failure("bad-profile", `The profile of ${image.name} has no filter of system calls of its own.`, {
      hint: "The engine's default filter holds. Learn one as root on the engine's own machine: hullproof learn IMAGE",
    }),
} satisfies Emitter;

/** A syscall allowlist in the format of `--security-opt seccomp=FILE`. */
export function seccompText(seccomp: SeccompProfile): string {
  return `${JSON.stringify(seccomp, undefined, 2)}\n`;
}
