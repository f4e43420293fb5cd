import type { Instruction, ShellCommand, ShellWord } from "../dockerfile/dockerfile.ts";

/** The action of a package manager call; `other` for all others. */
export type PackageAction =
  | "install"
  | "update"
  | "upgrade"
  | "dist-upgrade"
  | "remove"
  | "autoremove"
  | "clean"
  | "other";

/** One operand of a call. */
export interface PackageOperand {
  readonly word: ShellWord;
  /** Without version, extras, architecture or release: `curl` of `curl=8.14.1-2`, `flask` of `"flask[async]>=3"`. */
  readonly name: string;
  /** As written after the manager's separator; undefined for any version. */
  readonly version?: string;
  /** `dynamic`: an expansion or a glob, which only the build resolves. */
  readonly kind: "named" | "path" | "url" | "requirements" | "dynamic";
}

export interface PackageOption {
  /** `-y` and `--assume-yes` as written; bundled short options are taken apart: `-yq` is `-y` and `-q`. */
  readonly name: string;
  readonly value?: string;
  readonly word: ShellWord;
}

/** One use of a package manager in a RUN (or an ONBUILD RUN). */
export interface PackageCall {
  /** Name of the program as the field knows it: `apt-get`, `apk`, `dnf`, `pip` (pip3 and `python -m pip` are `pip`), ... */
  readonly manager: string;
  readonly action: PackageAction;
  /** The word that names the action: `install`; a manager without one (`yarn`) has none. */
  readonly verb?: ShellWord;
  readonly options: readonly PackageOption[];
  readonly operands: readonly PackageOperand[];
  readonly command: ShellCommand;
  readonly instruction: Instruction;
  /** Index of the stage. */
  readonly stage: number;
}

/** Calls in the order in which they are written. */
export type PackageCallsFact = readonly PackageCall[];
