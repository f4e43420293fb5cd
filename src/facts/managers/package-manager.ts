import type { ShellCommand, ShellWord } from "../dockerfile/dockerfile.ts";
import type { PackageCall } from "./package-call.ts";

/** What a package manager reads out of one command; the rest of a `PackageCall` is where it stands. */
export type ReadCall = Pick<PackageCall, "action" | "verb" | "options" | "operands">;

/** One file a manager. */
export interface PackageManager {
  /** `PackageCall.manager`. */
  readonly name: string;
  /** File names of its programs: `pip`, `pip3`. A trailing version (`pip3.12`) is for `read` to accept. */
  readonly programs: readonly string[];
  /**
   * `args` are the words behind the program's name; undefined where the command is no use of this manager (`python app.py`).
   * The meaning of every option is that of the manager's own manual, which the file names.
   */
  read(args: readonly ShellWord[], command: ShellCommand): ReadCall | undefined;
}

export function definePackageManager(manager: PackageManager): PackageManager {
  return manager;
}
