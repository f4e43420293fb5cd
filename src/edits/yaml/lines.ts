import { isScalar, type CST, type Node } from "yaml";
import type { YamlText } from "./yaml-text.ts";

/** Columns from the line's start, a BOM not counted. */
export function columnOf({ text }: Pick<YamlText, "text">, offset: number): number {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  return offset - (start === 0 && text.startsWith("\u{FEFF}") ? 1 : start);
}

/** Before the line break of the line that holds `offset`; at a line's start that line's. */
export function lineEndOf({ text }: Pick<YamlText, "text">, offset: number): number {
  const found = text.indexOf("\n", offset);
  if (found === -1) return text.length;
  return text[found - 1] === "\r" ? found - 1 : found;
}

/**
 * Where lines can be put below what ends at `end`: before the line break. Undefined where more stands on that line than blanks and a comment,
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

/** With `+` in its header blank lines behind the text are a part of it. */
export function keepsBlanks({ srcToken }: Node): boolean {
  const props = srcToken?.type === "block-scalar" ? srcToken.props : [];
  const header = props.find((one): one is CST.SourceToken => one.type === "block-scalar-header")?.source;
  return header?.includes("+") === true;
}

function keptEnd(text: string, end: number, scalar: Node): number {
  let at = end - 1;
  while (!keepsBlanks(scalar) && at > 0) {
    const before = text.lastIndexOf("\n", at - 1);
    if (before < (scalar.range?.[0] ?? 0) || text.slice(before + 1, at).trim() !== "") break;
    at = before;
  }
  return text[at - 1] === "\r" ? at - 1 : at;
}
