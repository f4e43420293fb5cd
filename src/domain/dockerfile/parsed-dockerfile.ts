import type { Instruction } from "./syntax.ts";

export interface ParsedDockerfile {
  readonly file: string;
  readonly text: string;
  readonly escape: "\\" | "`";
  /** The line break of the first line; a file without one counts as LF. */
  readonly eol: "\n" | "\r\n";
  readonly windows: boolean;
  readonly instructions: readonly Instruction[];
}
