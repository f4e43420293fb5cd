import type { DataChange } from "./data-change.ts";
import type { Fix } from "../finding/fix.ts";
import type { Said } from "./said.ts";

/** One change of a container's configuration that every dialect knows how to write, or says why it can't. */
export type SpecChange =
  | { readonly set: "readOnly" | "noNewPrivileges" | "init"; readonly to: boolean }
  | { readonly set: "user" | "seccomp" | "network"; readonly to: string }
  | { readonly set: "shmBytes"; readonly to: number }
  /** `insteadOf`: what is said there goes, and the new value takes its place. */
  | {
      readonly set: "memoryBytes" | "memorySwapBytes" | "cpus" | "pids";
      readonly to: number;
      readonly insteadOf?: Said<unknown>;
    }
  /** Of `volume` the value is a path: one without a name, which lasts as long as the container. */
  | { readonly add: "capDrop" | "capAdd" | "tmpfs" | "volume"; readonly value: string }
  /** Takes away what is said there; of a list only this item, and the list with its last one. */
  | { readonly remove: Said<unknown> }
  /** Another text in place of what is said there; quoted as the dialect needs it. `long`: the key that says it where a map stands there. */
  | {
      readonly replace: Said<unknown>;
      readonly by: string;
      readonly long?: { readonly key: string; readonly value: string };
    }
  /** The variable `name` of whoever starts the container, in place of the value of it that is said there. */
  | { readonly fromCaller: Said<unknown>; readonly name: string };

/** Edits, or why there are none: `refused` is shown to a person, with what to do by hand. */
export type SpecEdits =
  | { readonly edits: Fix["edits"]; readonly data?: readonly DataChange[] }
  | { readonly refused: string };
