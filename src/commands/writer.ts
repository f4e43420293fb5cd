import { fstatSync, writeSync } from "node:fs";
import type { Failure } from "../domain/failure.ts";
import { writeFailure } from "../domain/write-failure.ts";
import { asciiOf } from "../reports/content/ascii.ts";
import { guardText, type Syntax } from "../reports/content/guard-text.ts";

/** The one way to stdout or stderr. Everything that is written passes `guardText`. */
export interface Writer {
  /** `text` when absent: a message or a page, which may hold the colours of ours when the stream has them. */
  write(text: string, syntax?: Syntax): void;
  /** Writes a line over the one that stands there; on a terminal only. */
  redraw(line: string): void;
  /** Takes away what `redraw` left on the line, if nothing was written since. */
  clearLine(): void;
  /** Takes the whole screen of a terminal and draws these rows on it; undefined gives back what stood there. */
  screen(rows: readonly string[] | undefined): void;
  /** Resolves when all is written, or cannot be; with the trouble, which is no one's bug. */
  flush(): Promise<Failure | undefined>;
}

/** One of the process. */
type Stream = Pick<NodeJS.WriteStream, "write" | "on"> & { readonly fd: number };

export interface WriterOptions {
  /** As messages call it. */
  readonly name: string;
  /** The stream shows colours. */
  readonly colour: boolean;
  /** It is a terminal. */
  readonly live: boolean;
  /** Which shows no more than ASCII. */
  readonly ascii?: boolean;
}

/** Another screen without a cursor, on which long rows are cut (xterm's control sequences, DEC private modes 1049, 25 and 7), and back. */
const takeScreen = "\u001b[?1049h\u001b[?25l\u001b[?7l";
const giveScreen = "\u001b[?7h\u001b[?25h\u001b[?1049l";

/** Longest end of an unfinished line that is looked at again. */
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
    // A reader that has enough, as `head`, is no failure.
    if (error.code === "EPIPE") closed = true;
    else trouble ??= failureOf(name, error);
  };
  // Whoever listens to no error of a stream gets an uncaught exception for a reader that went away.
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
      // With what stands on the line already: a command can come of pieces that are not. A break always lies behind the pieces before.
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

/** A stream of a file ignores that a full disk took half of what it wrote, so files are written here. */
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
