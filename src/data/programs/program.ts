/**
 * A program or library of which images hold copies that no package manager installed. A row is a fact about the program's own files: where
 * they lie and which text of theirs holds the version. The rows were checked 2026-11 against Debian 12's packages (`npm run bench:programs`) and some of 13's,
 * npm's builds of Bun and Deno, or the program's sources.
 */
export interface Program {
  /** In the purl: `pkg:generic/nginx@1.27.3`. */
  readonly name: string;
  /** What Bitnami's records call it; absent: they have none of it, or none that are of this program. */
  readonly bitnami?: string;
  /** What endoflife.date calls it. */
  readonly endOfLife?: string;
  /** The same program as a package of a language's manager, which is reported in its place where it is installed: `pkg:npm/ghost`. */
  readonly alsoAs?: string;
  /** Its files mention another program as well. */
  readonly holdsMore?: true;
  readonly places: readonly Place[];
}

/** Files, and how they tell the version. The first place that fits a path and finds a version is taken. */
export type Place = Files & Tells;

interface Files {
  /** Base names with blanks between them, or a pattern for base names that begins with at least two plain letters. */
  readonly on: string | RegExp;
  /** Fits the folder, with its final slash. */
  readonly in?: RegExp;
}

/** Where the version stands. The groups of a pattern are its parts, with dots between them. */
export type Tells =
  /** In a text file of at most 64 KiB; several patterns have a part of it each. */
  | { readonly text: RegExp | readonly RegExp[] }
  /** In the path: nothing is read. */
  | { readonly path: RegExp }
  | Near
  /** In a program, as a text of its own between bytes that are no text, where no other text fits. */
  | TextPattern
  | Go;

export interface Near {
  /** Text that stands in the program before (or, with `before`, behind) its version; of the file's base name where it depends on that. */
  readonly near: string | ((base: string) => string);
  /** Bytes before `near` that `version` is to see. */
  readonly before?: number;
  /** Matches from `before` bytes ahead of `near`. */
  readonly version: RegExp;
  /** A script or archive that runs: no ELF, PE or Mach-O file. */
  readonly script?: true;
}

export interface TextPattern {
  readonly alone: RegExp;
  /** Of several the one that another text holds with the name and time of the build behind it (`7.0.15host-1702957741000000000`). */
  readonly built?: true;
}

export interface Go {
  /** Beginning of the main package's path in the build information (`go version -m`): only such a program is meant. */
  readonly go: string;
  /** A module whose version is the program's where the build says no other. */
  readonly dependency?: string;
  /** What `-ldflags -X` leaves in the program, as a text of its own; where several fit, none is taken. Absent: nothing is looked for. */
  readonly linked?: RegExp;
  /** The program's version by that of its main module, where they differ. */
  readonly release?: (moduleVersion: string) => string | undefined;
}
