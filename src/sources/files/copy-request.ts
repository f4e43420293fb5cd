export interface CopyRequest {
  /** A real path. */
  readonly from: string;
  /** Must not exist; what it lies in must be private. */
  readonly to: string;
  /** What the copy is called in messages: `the build context`. */
  readonly name: string;
  /** Paths have `/` between names and none at the ends. `look` copies the folder, and asks for each name in it. */
  readonly choose?: (path: string, isFolder: boolean) => "copy" | "look" | "leave out";
  /** The folder as it was when its use was agreed to: numbers of stat(2). */
  readonly expected?: { readonly device: string; readonly inode: string };
  readonly limits?: Partial<CopyLimits>;
  readonly signal: AbortSignal;
  /** At most once a second. */
  readonly onProgress?: (files: number, bytes: number) => void;
}

export interface CopyLimits {
  /** Together, of all files. */
  readonly bytes: number;
  readonly entries: number;
  readonly depth: number;
  /** Bytes that must stay free where the copy lies. */
  readonly reserve: number;
}
