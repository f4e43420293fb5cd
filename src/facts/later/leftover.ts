import type { Instruction, ShellCommand } from "../dockerfile/dockerfile.ts";

/** What a step leaves behind, and a fix would take away. */
export interface Leftover {
  readonly name: string;
  /** Folders that hold it, absolute. */
  readonly paths: readonly string[];
  /** `index`: an install fails without it. `downloads`: its manager fetches again what it does not find. */
  readonly kind: "index" | "downloads";
  /** Managers that read it, by `PackageCall.manager`. */
  readonly managers: readonly string[];
}

/** What later steps do with what a step leaves, as far as the text shows it. */
export interface LaterFact {
  /** Why the text may be read otherwise than as a Dockerfile of Docker's; undefined for nearly all. */
  readonly foreign: string | undefined;
  /**
   * Why something behind `from` may want the leftover; undefined when the text shows that nothing does. With `command`, what stands
   * behind it in the same RUN counts, too, but for the commands that the fix changes as well.
   */
  wanted(
    from: Instruction,
    leftover: Leftover,
    within?: { readonly command: ShellCommand; readonly changed: readonly ShellCommand[] },
  ): string | undefined;
  /**
   * Why the programs may not be what their names say where `at` stands, or may not be able to do their work there; undefined
   * when the text shows that they are. `paths` are what they change, as root.
   */
  doubts(
    at: Instruction,
    use: { readonly programs: readonly string[]; readonly paths?: readonly string[]; readonly asRoot?: boolean },
  ): string | undefined;
  /** The known image that the stage of `at` begins with, through all stages that it is built FROM. */
  baseOf(at: Instruction): { readonly name: string; readonly tag?: string } | undefined;
}
