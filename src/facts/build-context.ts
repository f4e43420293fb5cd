import type { DockerfileFact, Instruction } from "./dockerfile.ts";
import type { VariablesFact } from "./variables.ts";

export interface ContextFile {
  /** Relative to the context, `/` between folders, no leading `./`. */
  readonly path: string;
  readonly bytes: number;
}

/** What a COPY or ADD source of the context takes. */
export interface TakenFiles {
  readonly instruction: Instruction;
  /** As written, after expansion where that is known. */
  readonly source: string;
  readonly files: readonly ContextFile[];
  /** It names something that exists and that .dockerignore keeps out of the build. */
  readonly ignored: boolean;
}

/** The folder that the build sends, after its .dockerignore. */
export interface BuildContextFact {
  readonly folder: string;
  /** `.dockerignore`, or `NAME.dockerignore` beside the Dockerfile, relative to the current folder; undefined when there is none. */
  readonly ignoreFile?: string;
  /** Files that the build can see, by path. */
  readonly files: readonly ContextFile[];
  readonly bytes: number;
  readonly taken: readonly TakenFiles[];
  /** Why the folder was not read whole, for a rule to say when it cannot judge. */
  readonly unread?: string;
}

/** What a folder holds, as its source read it. */
export interface ContextFolder {
  readonly folder: string;
  readonly ignoreFile?: { readonly path: string; readonly text: string };
  /** All files, those that are ignored included. */
  readonly files: readonly ContextFile[];
  readonly unread?: string;
}

export function buildContextFact(
  _dockerfile: DockerfileFact,
  _variables: VariablesFact,
  folder: ContextFolder,
): BuildContextFact {
  return { folder: folder.folder, files: folder.files, bytes: 0, taken: [] };
}
