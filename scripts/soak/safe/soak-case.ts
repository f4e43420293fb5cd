import type { RuleId } from "../../../src/domain/finding/practice.ts";
import type { Dice } from "./dice.ts";

/** By path in the repository; bytes for what is no text. */
export type Files = Readonly<Record<string, string | Uint8Array>>;

/** One image that somebody makes of the repository. */
export interface Build {
  readonly name: string;
  readonly dockerfile: string;
  readonly context: string;
  readonly target?: string;
  readonly args?: Readonly<Record<string, string>>;
  /** Name in FROM or `from=` -> name of a build, or `./folder` of the repository. */
  readonly contexts?: Readonly<Record<string, string>>;
}

/** A container that a file of the repository starts with words of its own. */
export interface Start {
  readonly build: string;
  readonly words: readonly string[];
  /** In place of the image's ENTRYPOINT. */
  readonly entrypoint?: string;
}

/** A script or document, run by a shell in which `docker` notes what it was asked for. */
export interface Call {
  /** Shell, in the folder of the repository. */
  readonly command: string;
  /** A text that something replaces in a file before it is run. */
  readonly renders?: readonly { readonly file: string; readonly token: string; readonly value: string }[];
  /** A capability that holds a comma is taken for a list, which the client refuses. */
  readonly split?: boolean;
}

export interface SoakCase {
  readonly files: Files;
  readonly builds: readonly Build[];
  readonly starts?: readonly Start[];
  readonly calls?: readonly Call[];
}

export interface Grammar {
  readonly rule: RuleId;
  /** Whether the rule reasons about what commands read: such a rule gets more cases. */
  readonly commands: boolean;
  /** Programs of the bases that only stand in for real ones. */
  readonly standIns?: readonly string[];
  write(dice: Dice): SoakCase;
}

/** A repository with one Dockerfile, built as `docker build .` does. Of `files` it has what the text names, or all where it copies all. */
export function oneDockerfile(text: string, files: Files = {}): SoakCase {
  const all = /^\s*(?:copy|add)\b.*\s\.\/?\s/im.test(text);
  const used = Object.entries(files).filter(([path]) => all || text.includes(path.split("/")[0] ?? path));
  return {
    files: { ...Object.fromEntries(used), Dockerfile: text },
    builds: [{ name: "main", dockerfile: "Dockerfile", context: "." }],
  };
}
