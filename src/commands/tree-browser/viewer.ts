import { oneLine } from "../../reports/content/guard-text.ts";

/** A file in the viewer. */
export interface Viewer {
  readonly title: string;
  /** Raw text; the caller that draws a line escapes control characters. */
  readonly lines: readonly string[];
  readonly top: number;
  /** Columns left of the window. */
  readonly left: number;
}

/** Maximum bytes of a file; for a binary file, `mostHex`. */
export const mostShown = 1_048_576;
const mostHex = 65_536;

export function viewerOf(path: string, bytes: Uint8Array, size: number): Viewer {
  const isText = !bytes.subarray(0, 8_192).includes(0);
  const visibleBytes = isText ? bytes : bytes.subarray(0, mostHex);
  const sizeText =
    visibleBytes.length < size ? `, the first ${visibleBytes.length} of ${size} bytes` : `, ${size} bytes`;
  const lines = isText ? textLines(bytes) : hexLines(visibleBytes);
  return { title: `${oneLine(path)}${isText ? "" : " (no text)"}${sizeText}`, lines, top: 0, left: 0 };
}

function textLines(bytes: Uint8Array): string[] {
  const text = new TextDecoder().decode(bytes);
  const lines = text.endsWith("\n") ? text.slice(0, -1) : text;
  return lines.split("\n");
}

/** The format of `hexdump -C`. */
function hexLines(bytes: Uint8Array): string[] {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += 16) {
    const row = Array.from(bytes.subarray(at, at + 16));
    const hex = row.map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
    const characters = row.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : ".")).join("");
    lines.push(`${at.toString(16).padStart(8, "0")}  ${hex.padEnd(47)}  |${characters}|`);
  }
  return lines;
}

/** Columns that an arrow key scrolls. */
const stepColumns = 20;

/** Undefined when closed. */
export function stepViewer(viewer: Viewer, key: string, { rows }: { readonly rows: number }): Viewer | undefined {
  const page = viewerRows({ rows });
  const lowest = Math.max(0, viewer.lines.length - page);
  const to = (top: number) => ({ ...viewer, top: Math.max(0, Math.min(lowest, top)) });
  switch (key) {
    case "q":
    case "v":
    case "escape":
    case "backspace":
    case "end-of-input":
      return undefined;
    case "up":
    case "k":
      return to(viewer.top - 1);
    case "down":
    case "j":
    case "enter":
      return to(viewer.top + 1);
    case "page-up":
      return to(viewer.top - page);
    case "page-down":
    case " ":
      return to(viewer.top + page);
    case "home":
    case "g":
      return to(0);
    case "end":
    case "G":
      return to(lowest);
    case "right":
      return { ...viewer, left: viewer.left + stepColumns };
    case "left":
      return { ...viewer, left: Math.max(0, viewer.left - stepColumns) };
    default:
      return viewer;
  }
}

/** The title and the help take the rest. */
export function viewerRows({ rows }: { readonly rows: number }): number {
  return Math.max(1, rows - 2);
}
