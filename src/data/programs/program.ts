/**
 * A program or library that images contain without a package manager. A row is a fact about the program's files:
 * their paths, and the text with the version. The rows were checked 2026-11 against Debian 12's packages (`npm run
 * bench:programs`) and some of 13's, npm's builds of Bun and Deno, or the program's sources.
 */
export interface Program {
  /** Name in the purl: `pkg:generic/nginx@1.27.3`. */
  readonly name: string;
  /** Name in Bitnami's records; absent: they have none of it, or none about this program. */
  readonly bitnami?: string;
  /** Name at endoflife.date. */
  readonly endOfLife?: string;
  /** The same program as a package of a language's manager, which is reported instead if installed: `pkg:npm/ghost`. */
  readonly alsoAs?: string;
  /** Its files also mention another program. */
  readonly holdsMore?: true;
  readonly places: readonly Place[];
}

/** Files and the source of their version. The first entry that matches a path and finds a version wins. */
export type Place = Files & Tells;

interface Files {
  /** Base names separated by blanks, or a pattern for base names that starts with at least two plain letters. */
  readonly on: string | RegExp;
  /** Matches the folder, with its final slash. */
  readonly in?: RegExp;
}

/** Source of the version. The groups of a pattern are its parts, joined by dots. */
export type Tells =
  /** In a text file of at most 64 KiB; several patterns each match one part. */
  | { readonly text: RegExp | readonly RegExp[] }
  /** In the path: no file is read. */
  | { readonly path: RegExp }
  | Near
  /** In a program, as a separate text between non-text bytes, if no other text matches. */
  | TextPattern
  | Go;

export interface Near {
  /** Text before the version in the program (after it with `before`); a function of the base name if it depends on that. */
  readonly near: string | ((base: string) => string);
  /** Bytes before `near` that `version` can match. */
  readonly before?: number;
  /** Matches from `before` bytes ahead of `near`. */
  readonly version: RegExp;
  /** An executable script or archive: no ELF, PE or Mach-O file. */
  readonly script?: true;
}

export interface TextPattern {
  readonly alone: RegExp;
  /** Of several matches, the one in another text that adds the name and time of the build (`7.0.15host-1702957741000000000`). */
  readonly built?: true;
}

export interface Go {
  /** Prefix of the main package's path in the build information (`go version -m`): matches only such a program. */
  readonly go: string;
  /** A module whose version is the program's if the build sets no other. */
  readonly dependency?: string;
  /** Text that `-ldflags -X` leaves in the program; ignored if several match. Absent: no search. */
  readonly linked?: RegExp;
  /** Maps the main module's version to the program's, if they differ. */
  readonly release?: (moduleVersion: string) => string | undefined;
}
