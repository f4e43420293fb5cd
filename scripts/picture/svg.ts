/** Text of a terminal as a picture that a browser shows without a font of ours, light or dark as the reader has it. */

import { displayWidth } from "../../src/reports/terminal/display-width.ts";

/** Pixels. A letter of a monospaced font is 0.6 of its size wide in all common ones; each run of letters is stretched to just that. */
const [size, advance, leading, margin] = [14, 8.4, 20, 20];

/** What the report's styles are called in the picture, by the number of the escape sequence that begins them. */
const styles: Readonly<Record<string, string>> = {
  "1": "b",
  "2": "d",
  "31": "r",
  "32": "g",
  "33": "y",
  "36": "c",
};
/** Those that end them. */
const ends: Readonly<Record<string, readonly string[]>> = {
  "22": ["b", "d"],
  "39": ["r", "g", "y", "c"],
  "0": Object.values(styles),
};

const look = `text{font:${size}px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;fill:#1f2328;white-space:pre}
rect{fill:#f6f8fa;stroke:#d1d9e0}.b{font-weight:600}.d{fill:#59636e}.r{fill:#d1242f}.g{fill:#1a7f37}.y{fill:#9a6700}.c{fill:#1b7c83}
@media(prefers-color-scheme:dark){text{fill:#f0f6fc}rect{fill:#151b23;stroke:#3d444d}.d{fill:#9198a1}.r{fill:#f85149}.g{fill:#3fb950}.y{fill:#d29922}.c{fill:#39c5cf}}`;

interface Run {
  readonly text: string;
  readonly styles: readonly string[];
}

/** `title` is what a screen reader says first; `ansi` has the escape sequences of colours and weights, and no others. */
export function svgOf(title: string, ansi: string): string {
  const lines = ansi.trimEnd().split("\n").map(runsOf);
  const columns = Math.max(...lines.map((runs) => runs.reduce((sum, { text }) => sum + displayWidth(text), 0)));
  const [width, height] = [Math.ceil(columns * advance) + 2 * margin, lines.length * leading + 2 * margin];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}">`,
    `<title>${escaped(title)}</title>`,
    `<style>${look}</style>`,
    `<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="6"/>`,
    ...lines.flatMap((runs, index) => lineOf(runs, margin + index * leading + size)),
    "</svg>",
    "",
  ].join("\n");
}

/** The text of a picture that `svgOf` made, without styles: what a test compares. */
export function textOf(svg: string): string {
  const lines = [...svg.matchAll(/<text [^>]*>(.*)<\/text>/g)].map(([, inside = ""]) =>
    inside.replaceAll(/<[^>]*>/g, ""),
  );
  return lines
    .map((line) =>
      line.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&amp;", "&"),
    )
    .join("\n");
}

function runsOf(line: string): Run[] {
  const now = new Set<string>();
  // Each part but the first begins with the numbers of a sequence, up to its `m`.
  return line.split("\u001b[").flatMap((part, index) => {
    const codes = index === 0 ? [] : part.slice(0, part.indexOf("m")).split(";");
    for (const code of codes) {
      const begun = styles[code];
      if (begun !== undefined) now.add(begun);
      for (const ended of ends[code === "" ? "0" : code] ?? []) now.delete(ended);
    }
    const text = index === 0 ? part : part.slice(part.indexOf("m") + 1);
    return text === "" ? [] : [{ text, styles: [...now] }];
  });
}

function lineOf(runs: readonly Run[], y: number): string[] {
  if (runs.length === 0) return [];
  let column = 0;
  const parts = runs.map(({ text, styles: named }) => {
    const length = displayWidth(text);
    const x = (margin + column * advance).toFixed(1);
    column += length;
    const kind = named.length === 0 ? "" : ` class="${named.join(" ")}"`;
    return `<tspan x="${x}" textLength="${(length * advance).toFixed(1)}"${kind}>${escaped(text)}</tspan>`;
  });
  return [`<text y="${y}">${parts.join("")}</text>`];
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
