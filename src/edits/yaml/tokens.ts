import { isMap, isScalar, isSeq, type CST, type Node, type Pair, type YAMLMap, type YAMLSeq } from "yaml";

/** An edit of one text. */
export interface YamlEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Of an insertion next to which others may be in any order, but none with this name. */
  readonly slot?: string;
}

export type BlockMap = YAMLMap & { readonly srcToken: CST.BlockMap };
export type BlockSeq = YAMLSeq & { readonly srcToken: CST.BlockSequence };

export function isBlockMap(node: unknown): node is BlockMap {
  return isMap(node) && node.srcToken?.type === "block-map";
}

export function isBlockSeq(node: unknown): node is BlockSeq {
  return isSeq(node) && node.srcToken?.type === "block-seq";
}

export function isFlow(node: unknown): node is YAMLMap | YAMLSeq {
  return (isMap(node) || isSeq(node)) && node.srcToken?.type === "flow-collection";
}

/** Nothing is written there. */
export function isNothing(node: unknown): boolean {
  return (
    node === null ||
    node === undefined ||
    (isScalar(node) && node.range?.[0] === node.range?.[1] && node.type === "PLAIN")
  );
}

/** Nothing, or a word for it. */
export function isNull(node: unknown): boolean {
  return (
    isNothing(node) ||
    (isScalar(node) && node.type === "PLAIN" && /^(?:~|null|Null|NULL)$/.test(scalarText(node) ?? ""))
  );
}

/** Where a pair of a block map begins: at the tag, the anchor or the `?` before its key. */
export function startOfKey({ srcToken }: YAMLMap, key: Node): number {
  const items = srcToken?.type === "block-map" ? srcToken.items : [];
  const item = items.find((candidate) => candidate.key !== undefined && candidate.key === key.srcToken);
  const nodeProperty = item?.start.find(
    ({ type }) => type === "tag" || type === "anchor" || type === "explicit-key-ind",
  );
  return nodeProperty?.offset ?? startOf(key);
}

export function startOf(node: Node | null | undefined): number {
  return node?.range?.[0] ?? 0;
}

/** Tokens before the value of a pair: the colon, an anchor, a tag. */
export function separators({ srcToken }: Pair): readonly CST.SourceToken[] {
  return (srcToken as { readonly sep?: CST.SourceToken[] } | undefined)?.sep ?? [];
}

/** Tokens of each item: its dash, an anchor, a tag. */
export function dashes({ srcToken }: BlockSeq): readonly (readonly CST.SourceToken[])[] {
  return srcToken.items.flatMap(({ start }) => (start.some(({ type }) => type === "seq-item-ind") ? [start] : []));
}

export function dashOf(seq: BlockSeq, index: number): number {
  return dashes(seq)[index]?.find(({ type }) => type === "seq-item-ind")?.offset ?? startOf(seq);
}

/** Behind the last character that a pair says, its comment not counted. */
export function endOfPair(pair: Pair): number {
  return isNothing(pair.value) ? endOfMarks(separators(pair)) : endOfNode(pair.value);
}

export function endOfItem(seq: BlockSeq, index: number): number {
  const item = seq.items[index];
  return isNothing(item) ? endOfMarks(dashes(seq)[index] ?? []) : endOfNode(item);
}

function endOfMarks(tokens: readonly CST.SourceToken[]): number {
  const marks = tokens.filter(({ type }) => !["space", "newline", "comment"].includes(type));
  const last = marks.at(-1);
  return last === undefined ? 0 : last.offset + last.source.length;
}

/** Comments after the last line of a collection belong to no node. */
function endOfNode(node: unknown): number {
  const pair = isBlockMap(node) ? node.items.at(-1) : undefined;
  if (pair !== undefined) return endOfPair(pair);
  if (isBlockSeq(node) && node.items.length > 0) return endOfItem(node, node.items.length - 1);
  return (node as Node).range?.[1] ?? 0;
}

/** The node in which a block ends. */
export function lastNode(node: unknown): unknown {
  if (isBlockMap(node)) return lastNode(node.items.at(-1)?.value);
  return isBlockSeq(node) ? lastNode(node.items.at(-1)) : node;
}

/** The text of a scalar, as the failsafe schema reads it: `true` is a text, too. */
export function scalarText(node: unknown): string | undefined {
  if (!isScalar(node)) return undefined;
  return typeof node.value === "string" ? node.value : "";
}
