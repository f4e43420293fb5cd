import { limits } from "../../sources/files/limits.ts";
import { readBeneath, readNamed } from "../../sources/files/read-named.ts";
import { refusalFailure } from "../../sources/files/refused.ts";

export interface TextOptions {
  /** Maximum bytes; 4 MiB by default. */
  readonly limit?: number;
  /** Path of the folder in which the file was found: links must not leave it. */
  readonly within?: string;
}

/** Text of a named file, or of one found `within` a folder. Throws `Failure` (`no-such-file`, `unreadable`). */
export async function readText(path: string, cwd: string, options: TextOptions = {}): Promise<string> {
  const { limit = limits.text, within } = options;
  const read = within === undefined ? readNamed(path, cwd, limit) : readBeneath(within, path, cwd, limit);
  if ("refused" in read) throw refusalFailure(path, read);
  return read.bytes.toString("utf8");
}
