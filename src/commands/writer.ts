import { fstatSync, writeSync } from "node:fs";
import type { Failure } from "../domain/failure.ts";
import { writeFailure } from "../domain/write-failure.ts";
import { asciiOf } from "../reports/content/ascii.ts";
import { guardText, type Syntax } from "../reports/content/guard-text.ts";

/** The only way to stdout or stderr. All output passes `guardText`. */
export interface Writer {
  /** Absent means `text`: a message or a page, which may contain our colors if the stream has them. */
  write(text: string, syntax?: Syntax): void;
  /** Overwrites the current line; on a terminal only. */
  redraw(line: string): void;
  /** Erases the line of `redraw` if nothing was written since. */
  clearLine(): void;
  /** Takes the whole screen of a terminal and draws these rows; undefined restores its content. */
  screen(rows: readonly string[] | undefined): void;
  /** Resolves when everything is written or cannot be; returns the write error, which is not a bug. */
  flush(): Promise<Failure | undefined>;
}

/** A stream of the process. */
type Stream = Pick<NodeJS.WriteStream, "write" | "on"> & { readonly fd: number };

export interface WriterOptions {
  /** The name in messages. */
  readonly name: string;
  /** Whether the stream shows colors. */
  readonly colour: boolean;
  /** Whether it is a terminal. */
  readonly live: boolean;
  /** Whether it shows only ASCII. */
  readonly ascii?: boolean;
}

/**
 * Switches to the alternate screen without a cursor and without line wrapping, and back (xterm's control sequences,
 * DEC private modes 1049, 25 and 7).
 */
const takeScreen = "\u001b[?1049h\u001b[?25l\u001b[?7l";
const giveScreen = "\u001b[?7h\u001b[?25h\u001b[?1049l";

/** Maximum length of the unfinished line that is checked again. */
const carried = 4096;

export function openWriter(stream: Stream, { name, colour, live, ascii = false }: WriterOptions): Writer {
  let trouble: Failure | undefined;
  let pending = 0;
  let idle: (() => void) | undefined;
  let last = "";
  let isClaimed = false;
  let redrawn = false;
  const direct = !live && isFile(stream.fd);
  let closed = false;
  const fail = (error: NodeJS.ErrnoException) => {
    // A reader that closes the pipe early, such as `head`, is not a failure.
    if (error.code === "EPIPE") closed = true;
    else trouble ??= failureOf(name, error);
  };
  // Without an error listener, a closed reader would cause an uncaught exception.
  stream.on("error", fail);

  const writeText = (text: string): void => {
    if (trouble !== undefined || closed || text === "") return;
    if (direct) {
      try {
        writeAll(stream.fd, text);
      } catch (error) {
        fail(error as NodeJS.ErrnoException);
      }
      return;
    }
    pending++;
    stream.write(live && ascii ? asciiOf(text) : text, (error) => {
      if (error) fail(error);
      if (--pending === 0) idle?.();
    });
  };

  const redraw = (line: string): void => {
    writeText(`\r\x1b[2K${guardText(line, "text", colour).replaceAll("\n", " ")}`);
    last = "";
    redrawn = line !== "";
  };

  return {
    write(text, syntax = "text") {
      redrawn = false;
      // Includes the text already on the line: a command can consist of pieces that are harmless alone. A break
      // always comes after the earlier pieces.
      const open = syntax === "text" ? last : "";
      const joined = guardText(open + text, syntax, colour);
      const safe = joined.startsWith(open) ? joined.slice(open.length) : guardText(text, syntax, colour);
      writeText(safe);
      last = syntax === "text" ? (open + safe).replace(/^[^]*\n/, "").slice(-carried) : "";
    },
    redraw,
    clearLine() {
      if (redrawn) redraw("");
    },
    screen(rows) {
      if (rows === undefined) {
        if (isClaimed) writeText(giveScreen);
        isClaimed = false;
        return;
      }
      const lines = rows.map((row) => guardText(row, "text", colour).replaceAll(/[\n\t]/g, " "));
      writeText(
        `${isClaimed ? "" : takeScreen}\u001b[H${lines.map((line) => `${line}\u001b[0m\u001b[K`).join("\r\n")}\u001b[J`,
      );
      isClaimed = true;
    },
    async flush() {
      if (pending > 0) await new Promise<void>((resolve) => (idle = resolve));
      return trouble;
    },
  };
}

/** Node's file streams ignore a partial write on a full disk, so files are written here. */
function isFile(fd: number): boolean {
  try {
    const stats = fstatSync(fd);
    return stats.isFile() || stats.isCharacterDevice();
  } catch {
    return false;
  }
}

function writeAll(fd: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at);
}

function failureOf(name: string, error: NodeJS.ErrnoException): Failure {
  return writeFailure(name, error, "The result was not delivered whole. Make room, or keep it with --output FILE.");
}
