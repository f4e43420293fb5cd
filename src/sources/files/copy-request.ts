export interface CopyRequest {
  /** A real path. */
  readonly from: string;
  /** Must not exist; its parent must be private. */
  readonly to: string;
  /** Name of the copy in messages: `the build context`. */
  readonly name: string;
  /** Paths have `/` between names and none at the ends. `look` copies the folder, and is asked again for each name in it. */
  readonly choose?: (path: string, isFolder: boolean) => "copy" | "look" | "leave out";
  /** The folder in its agreed state: numbers of stat(2). */
  readonly expected?: { readonly device: string; readonly inode: string };
  readonly limits?: Partial<CopyLimits>;
  readonly signal: AbortSignal;
  /** At most once a second. */
  readonly onProgress?: (files: number, bytes: number) => void;
}

export interface CopyLimits {
  /** Total size of all files. */
  readonly bytes: number;
  readonly entries: number;
  readonly depth: number;
  /** Bytes that must stay free on the target's disk. */
  readonly reserve: number;
}
