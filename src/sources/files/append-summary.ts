import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { writeFailure } from "../../domain/write-failure.ts";

/**
 * Maximum size of a step summary; GitHub drops a longer one completely.
 * https://docs.github.com/actions/reference/workflow-commands-for-github-actions#step-isolation-and-limits
 */
const mostBytes = 1024 * 1024;
const cutNote = "\n\n*The rest is left out: a job summary takes 1 MiB a step.*\n";

/**
 * Appends Markdown to the summary of a job step, in place: the file belongs to the runner, which may be another user.
 * A text that does not fit is cut at the end of a block and gets a note. Throws `Failure` (`cannot-write`).
 */
export async function appendSummary(path: string, displayPath: string, text: string): Promise<void> {
  const { O_WRONLY, O_APPEND, O_CREAT, O_NOFOLLOW, O_NONBLOCK } = constants;
  try {
    await using file = await open(path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK, 0o644);
    const { size } = await file.stat();
    const separator = size > 0 ? "\n" : "";
    await file.appendFile(fitting(separator + text, mostBytes - size));
  } catch (error) {
    throw writeFailure(displayPath, error);
  }
}

/** The whole text, or as many blocks as fit. */
export function fitting(text: string, bytes: number): string {
  if (Buffer.byteLength(text) <= bytes) return text;
  const room = bytes - Buffer.byteLength(cutNote);
  if (room <= 0) return "";
  // A cut within a character leaves U+FFFD, after the last whole block.
  const start = Buffer.from(text).subarray(0, room).toString("utf8");
  const fences = [...start.matchAll(/^ {0,3}`{3,}/gm)];
  // An unclosed fence would swallow the rest of the page.
  const open = fences.length % 2 === 1 ? (fences.at(-1)?.index ?? start.length) : start.length;
  const end = start.slice(0, open).lastIndexOf("\n\n");
  return end <= 0 ? "" : start.slice(0, end) + cutNote;
}
