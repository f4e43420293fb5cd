let cachedSegmenter: Intl.Segmenter | undefined;
/** Created on first use: loading its tables takes longer than printing a report. */
const segmenter = () => (cachedSegmenter ??= new Intl.Segmenter("en", { granularity: "grapheme" }));

/** Printable ASCII and Latin-1, and the punctuation of our own output: one column each. */
const narrow =
  /^[ -~\u00a1-\u00ac\u00ae-\u00ff\u2013\u2014\u2018-\u201d\u2022\u2026\u2190-\u2193\u2500-\u257f\u25b2\u25cb\u25cf\u2714\u2716]*$/;

// Two columns: East Asian Wide and Fullwidth (UAX #11, the blocks that hold text), and emoji shown as pictures.
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{17000}-\u{18cff}\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}|\p{Emoji}\ufe0f/u;

/** Width of the text on a terminal. It must contain no control characters. */
export function displayWidth(text: string): number {
  if (narrow.test(text)) return text.length;
  let width = 0;
  for (const { segment } of segmenter().segment(text)) width += graphemeWidth(segment);
  return width;
}

/** The text in pieces of at most `columns`, split between graphemes; a single wider grapheme is one piece. */
export function cutToWidth(text: string, columns: number): string[] {
  return [...piecesOf(text, columns)];
}

/** The first of these pieces, of a text of any length. */
export function firstPiece(text: string, columns: number): string {
  return piecesOf(text, columns).next().value ?? "";
}

/** The end of the text that fits into `columns`. */
export function lastColumns(text: string, columns: number): string {
  if (narrow.test(text)) return columns <= 0 ? "" : text.slice(-columns);
  let end = "";
  let width = 0;
  for (const { segment } of [...segmenter().segment(text)].toReversed()) {
    width += graphemeWidth(segment);
    if (width > columns) break;
    end = segment + end;
  }
  return end;
}

function* piecesOf(text: string, columns: number): Generator<string, void> {
  // Most texts are narrow, and split without segmentation.
  if (narrow.test(text)) {
    const step = Math.max(1, columns);
    for (let at = 0; at === 0 || at < text.length; at += step) yield text.slice(at, at + step);
    return;
  }
  let piece = "";
  let width = 0;
  for (const { segment } of segmenter().segment(text)) {
    const segmentWidth = graphemeWidth(segment);
    if (piece !== "" && width + segmentWidth > columns) {
      yield piece;
      piece = "";
      width = 0;
    }
    piece += segment;
    width += segmentWidth;
  }
  yield piece;
}

function graphemeWidth(grapheme: string): number {
  if (/^\p{M}+$/u.test(grapheme)) return 0;
  return wide.test(grapheme) ? 2 : 1;
}
