import { limits } from "../../sources/files/limits.ts";
import { readBeneath, readNamed } from "../../sources/files/read-named.ts";
import { refusalFailure } from "../../sources/files/refused.ts";

export interface TextOptions {
  /** Bytes that are read at most; 4 MiB by default. */
  readonly limit?: number;
  /** The folder, as reached from the current one, in which the file was found: links may lead anywhere beneath it. */
  readonly within?: string;
}

/** Text of a file that the user named, or that was found `within` a folder. Throws `Failure` (`no-such-file`, `unreadable`). */
export async function readText(path: string, cwd: string, options: TextOptions = {}): Promise<string> {
  const { limit = limits.text, within } = options;
  const read = within === undefined ? readNamed(path, cwd, limit) : readBeneath(within, path, cwd, limit);
  if ("refused" in read) throw refusalFailure(path, read);
  return read.bytes.toString("utf8");
}
