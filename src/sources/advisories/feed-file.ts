import type { FileBody } from "../../domain/image/file-body.ts";

/** One file of a feed, before it is known what it holds. */
export interface FeedFile {
  /** As messages name it. Its last part and its endings (`.gz`, `.zip`, `.jsonl`, `.json`, `.yaml`, `.csv`) say how to unpack it. */
  readonly name: string;
  /** ISO date of the data: what its publisher says, not when it was fetched. */
  readonly date: string;
  read(): Promise<Buffer>;
  /** The same by random access, where it lies on a disk: an export of a gigabyte is read member by member. */
  readonly body?: () => FileBody & Disposable;
  /** Where each line of a `.jsonl` came from, when a file beside it says so. */
  readonly paths?: () => Promise<readonly string[]>;
}
