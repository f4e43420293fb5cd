import { isScalar, type CST, type Node } from "yaml";
import type { YamlText } from "./yaml-text.ts";

/** Columns from the line's start, a BOM not counted. */
export function columnOf({ text }: Pick<YamlText, "text">, offset: number): number {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  return offset - (start === 0 && text.startsWith("\u{FEFF}") ? 1 : start);
}

/** Before the line break of the line that holds `offset`; at a line's start that line's. */
export function lineEndOf({ text }: Pick<YamlText, "text">, offset: number): number {
  const lineFeed = text.indexOf("\n", offset);
  if (lineFeed === -1) return text.length;
  return text[lineFeed - 1] === "\r" ? lineFeed - 1 : lineFeed;
}

/**
 * Where lines can be inserted below a node that ends at `end`: before the line break. Undefined where that line has more than blanks and a comment,
 * or where a block scalar would get a line break that it does not have.
 */
export function belowEnd(yaml: YamlText, end: number, last: unknown): number | undefined {
  const { text } = yaml;
  if (isBlockScalar(last)) {
    if (text[end - 1] !== "\n") return undefined;
    return keptEnd(text, end, last);
  }
  const at = lineEndOf(yaml, end);
  return /^[ \t]*(?:[ \t]#.*)?$/.test(text.slice(end, at)) ? at : undefined;
}

export function isBlockScalar(node: unknown): node is Node {
  return isScalar(node) && (node.type === "BLOCK_LITERAL" || node.type === "BLOCK_FOLDED");
}

/** With `+` in its header, trailing blank lines belong to the text. */
export function keepsBlanks({ srcToken }: Node): boolean {
  const props = srcToken?.type === "block-scalar" ? srcToken.props : [];
  const header = props.find((token): token is CST.SourceToken => token.type === "block-scalar-header")?.source;
  return header?.includes("+") === true;
}

function keptEnd(text: string, end: number, scalar: Node): number {
  let at = end - 1;
  while (!keepsBlanks(scalar) && at > 0) {
    const previousFeed = text.lastIndexOf("\n", at - 1);
    if (previousFeed < (scalar.range?.[0] ?? 0) || text.slice(previousFeed + 1, at).trim() !== "") break;
    at = previousFeed;
  }
  return text[at - 1] === "\r" ? at - 1 : at;
}
