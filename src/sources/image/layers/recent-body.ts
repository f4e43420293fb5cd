import type { FileBody } from "../../../domain/image/file-body.ts";

/** A file's content that stays until it is disposed of. */
export interface OwnBody extends FileBody, Disposable {
  /** A read asked for a part that was not kept: nothing that was made of the file counts. */
  readonly incomplete?: boolean;
}

export interface RecentFile {
  /** Its number among the archive's members. */
  readonly entry: number;
  readonly path: string;
  readonly body: OwnBody;
}

/**
 * The file that was collected last. A hard link mostly comes soon after its file (`perl5.40.1` after `perl`), and to read that again means to unpack
 * everything before it again.
 */
export interface RecentBody extends Disposable {
  /** Takes over the file's body, in place of the last. */
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
