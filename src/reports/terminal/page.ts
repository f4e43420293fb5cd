import { styleText } from "node:util";
import { cutToWidth, displayWidth, firstPiece, lastColumns } from "./display-width.ts";
import { fileLinks, type FileLink } from "./link.ts";

type Style = Parameters<typeof styleText>[0];
type Paint = (style: Style, text: string) => string;

/** The drawing context of every part of the terminal report. Text is measured plain and painted afterwards. */
export interface Page {
  readonly width: number;
  readonly paint: Paint;
  /** Present if the terminal shows links. */
  readonly link?: FileLink;
}

export interface PageOptions {
  readonly colour: boolean;
  readonly width: number;
  /** Absolute folder that paths are relative to, if the terminal shows links. */
  readonly linksFrom?: string;
}

/** Wider lines are hard to read; sentences need 40 columns, tables 50. */
export function pageOf({ colour, width, linksFrom }: PageOptions): Page {
  return {
    width: Math.max(40, Math.min(width, 120)),
    ...(colour && linksFrom !== undefined && { link: fileLinks(linksFrom) }),
    paint: (style, text) => (colour && text !== "" ? styleText(style, text, { validateStream: false }) : text),
  };
}

/** Words of `text` in lines of at most `columns`; line feeds stay, and a word that is too long is cut. */
export function wrap(text: string, columns: number): string[] {
  const room = Math.max(columns, 8);
  return text.split("\n").flatMap((paragraph) => {
    const lines: string[] = [];
    let line = "";
    for (const word of paragraph.split(/ +/).flatMap((one) => cutToWidth(one, room))) {
      if (line !== "" && displayWidth(line) + 1 + displayWidth(word) > room) {
        lines.push(line);
        line = word;
      } else {
        line = line === "" ? word : `${line} ${word}`;
      }
    }
    return [...lines, line];
  });
}

/** `mark` before the first line, the same width of space before the others, wrapped to the page. */
export function hang(page: Page, mark: string, text: string, style?: Style, markStyle?: Style): string[] {
  const indent = displayWidth(mark);
  return wrap(text, page.width - indent).map((line, index) => {
    const start = index === 0 ? (markStyle === undefined ? mark : page.paint(markStyle, mark)) : " ".repeat(indent);
    return (start + (style === undefined ? line : page.paint(style, line))).trimEnd();
  });
}

/** A list with commas; an item that fits on a line is not broken. */
export function hangItems(page: Page, mark: string, items: readonly string[], markStyle?: Style): string[] {
  const room = page.width - displayWidth(mark);
  const lines: string[] = [];
  for (const [index, item] of items.entries()) {
    const text = index === items.length - 1 ? item : `${item},`;
    const line = lines.at(-1);
    if (line !== undefined && displayWidth(line) + 1 + displayWidth(text) <= room)
      lines.splice(-1, 1, `${line} ${text}`);
    else lines.push(text);
  }
  return hang(page, mark, lines.join("\n"), undefined, markStyle);
}

/** `mark` before every line of the wrapped text. */
export function barred(page: Page, mark: string, text: string, style?: Style): string[] {
  return wrap(text, page.width - displayWidth(mark)).map((line) =>
    `${page.paint("dim", mark)}${style === undefined ? line : page.paint(style, line)}`.trimEnd(),
  );
}

/** Text with its own line breaks (source, shell): unchanged, with each line cut to the page after `mark`. */
export function quote(page: Page, mark: string, text: string, style?: Style): string[] {
  const room = page.width - displayWidth(mark);
  return text
    .split("\n")
    .flatMap((line) =>
      cutToWidth(line, room).map((piece) =>
        `${page.paint("dim", mark)}${style === undefined ? piece : page.paint(style, piece)}`.trimEnd(),
      ),
    );
}

/** A blank line, then `── Title ──────── note ──`. */
export function headline(page: Page, title: string, note = ""): string[] {
  const titleText = firstPiece(title, page.width - 8);
  const right = note === "" || displayWidth(titleText) + displayWidth(note) + 10 > page.width ? "" : ` ${note} ──`;
  const fill = page.width - displayWidth(titleText) - displayWidth(right) - 4;
  const { paint } = page;
  return [
    "",
    `${paint("dim", "──")} ${paint("bold", titleText)} ${paint("dim", "─".repeat(Math.max(fill, 0)) + right)}`,
  ];
}

export function padEnd(text: string, columns: number): string {
  return text + " ".repeat(Math.max(0, columns - displayWidth(text)));
}

export function padStart(text: string, columns: number): string {
  return " ".repeat(Math.max(0, columns - displayWidth(text))) + text;
}

/** UTF-16 units of a column. */
const maxUnits = 64;

/** One line of at most `columns`, with an ellipsis if it was cut. */
export function fit(text: string, columns: number): string {
  // Of a much longer text only the start is processed; no grapheme of a readable text has more units.
  const line = text.slice(0, columns * maxUnits).replaceAll("\n", " ");
  return text.length === line.length && displayWidth(line) <= columns ? line : `${firstPiece(line, columns - 1)}…`;
}

/** One line of at most `columns`: the end of a longer text, which is the distinctive part of a path. */
export function fitEnd(text: string, columns: number): string {
  const line = text.slice(-columns * maxUnits).replaceAll("\n", " ");
  return text.length === line.length && displayWidth(line) <= columns ? line : `…${lastColumns(line, columns - 1)}`;
}
