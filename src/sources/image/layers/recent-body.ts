import type { FileBody } from "../../../domain/image/file-body.ts";

/** A file's content that is kept until it is disposed. */
export interface OwnBody extends FileBody, Disposable {
  /** Whether a read needed a part that was not kept, which invalidates all results of the file. */
  readonly incomplete?: boolean;
}

export interface RecentFile {
  /** Its index among the archive's members. */
  readonly entry: number;
  readonly path: string;
  readonly body: OwnBody;
}

/**
 * The last collected file. A hard link mostly follows its file closely (`perl5.40.1` after `perl`), and reading that
 * again would mean unpacking everything before it again.
 */
export interface RecentBody extends Disposable {
  /** Takes over the file's body and replaces the last one. */
  keep(file: RecentFile): void;
  at(path: string | undefined): RecentFile | undefined;
}

export function recentBody(): RecentBody {
  let recent: RecentFile | undefined;
  return {
    keep(file) {
      recent?.body[Symbol.dispose]();
      recent = file;
    },
    at: (path) => (recent?.path === path ? recent : undefined),
    [Symbol.dispose]() {
      recent?.body[Symbol.dispose]();
      recent = undefined;
    },
  };
}
