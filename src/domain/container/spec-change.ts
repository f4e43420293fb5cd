import type { DataChange } from "./data-change.ts";
import type { Fix } from "../finding/fix.ts";
import type { Located } from "./located.ts";

/** One change of a container's configuration that every dialect knows how to write, or says why it can't. */
export type SpecChange =
  | { readonly set: "readOnly" | "noNewPrivileges" | "init"; readonly to: boolean }
  | { readonly set: "user" | "seccomp" | "network"; readonly to: string }
  | { readonly set: "shmBytes"; readonly to: number }
  /** `insteadOf`: the value there is replaced by the new one. */
  | {
      readonly set: "memoryBytes" | "memorySwapBytes" | "cpus" | "pids";
      readonly to: number;
      readonly insteadOf?: Located<unknown>;
    }
  /** Of `volume` the value is a path: one without a name, which lasts as long as the container. */
  | { readonly add: "capDrop" | "capAdd" | "tmpfs" | "volume"; readonly value: string }
  /** Removes the value there; of a list only this item, and the list with its last item. */
  | { readonly remove: Located<unknown> }
  /** Replaces the value there; quoted as the dialect needs it. `long`: the key of the value where there is a map. */
  | {
      readonly replace: Located<unknown>;
      readonly by: string;
      readonly long?: { readonly key: string; readonly value: string };
    }
  /** The caller's variable `name` replaces the value there. */
  | { readonly fromCaller: Located<unknown>; readonly name: string };

/** Edits, or why there are none: `refused` is shown to a person, with what to do by hand. */
export type SpecEdits =
  | { readonly edits: Fix["edits"]; readonly data?: readonly DataChange[] }
  | { readonly refused: string };
