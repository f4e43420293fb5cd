import type { Span } from "../../domain/finding/span.ts";

/** Location of a value: 1-based, and its range of the file's text; absent where only the line is known. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly span?: Span | undefined;
}

interface NodeOrigin {
  readonly place: Place;
  /** Location of its key; absent for an item of a list, and for nodes expanded from a short form. */
  readonly key?: Place | undefined;
  /** The value of the key is an alias; it is written at its anchor. */
  readonly aliased?: boolean | undefined;
  /** `!reset` removes the value of earlier files, `!override` replaces it. */
  readonly tag?: "reset" | "override" | undefined;
}

export type Plain = string | number | boolean | null;

export type TextPiece = { readonly text: string } | { readonly variable: string; readonly value: string };

export interface ScalarNode extends NodeOrigin {
  readonly kind: "scalar";
  readonly value: Plain;
  /** Of a number or a point of time: how docker compose turns it into text, where that is not how JavaScript does. */
  readonly asText?: string | undefined;
  /** The number is written with a point or an exponent. */
  readonly isFraction?: boolean | undefined;
  /** The value is a point of time to YAML, and `value` its text. */
  readonly isTime?: boolean | undefined;
  /** Variables of the environment or of an env file that the value holds; absent: the file has the value itself. */
  readonly from?: readonly string[] | undefined;
  /** A text in pieces: literal text, and values of such variables. */
  readonly pieces?: readonly TextPiece[] | undefined;
  /** Unset variables that stay as written, where the reader requested that. */
  readonly open?: readonly string[] | undefined;
  /** A path as it was before it was made absolute. */
  readonly was?: string | undefined;
  /** Whether the part before the first `=` holds such a variable too. */
  readonly keyFrom?: boolean | undefined;
}

export interface ListNode extends NodeOrigin {
  readonly kind: "list";
  readonly items: readonly ComposeNode[];
}

export interface MapNode extends NodeOrigin {
  readonly kind: "map";
  readonly entries: ReadonlyMap<string, ComposeNode>;
}

/** A value of a Compose file with its place. Merging keeps the place of each value in its own file. */
export type ComposeNode = ScalarNode | ListNode | MapNode;

/** From the document's top: keys, and `[]` for an item of a list. */
export type Path = readonly string[];

export function scalarAt(at: NodeOrigin & { readonly from?: readonly string[] | undefined }, value: Plain): ScalarNode {
  return { kind: "scalar", value, ...originOf(at), ...(at.from !== undefined && { from: at.from }) };
}

export function listAt(at: NodeOrigin, items: readonly ComposeNode[]): ListNode {
  return { kind: "list", items, ...originOf(at) };
}

export function mapAt(at: NodeOrigin, entries: Iterable<readonly [string, ComposeNode]>): MapNode {
  return { kind: "map", entries: new Map(entries), ...originOf(at) };
}

function originOf({ place, tag, key, aliased }: NodeOrigin): NodeOrigin {
  return { place, tag, key, aliased };
}

export function isNull(node: ComposeNode | undefined): boolean {
  return node === undefined || (node.kind === "scalar" && node.value === null);
}

/** A list or map with each of its values changed; `[]` denotes an item in the path. */
export function changedBelow(
  node: ComposeNode,
  path: Path,
  change: (value: ComposeNode, path: Path) => ComposeNode,
): ComposeNode {
  if (node.kind === "scalar") return node;
  if (node.kind === "list")
    return listAt(
      node,
      node.items.map((item) => change(item, [...path, "[]"])),
    );
  return mapAt(
    node,
    [...node.entries].map(([key, value]) => [key, change(value, [...path, key])] as const),
  );
}

/** The text of a text. */
export function textIn(node: ComposeNode | undefined): string | undefined {
  return node?.kind === "scalar" && typeof node.value === "string" ? node.value : undefined;
}

/** The map under a key; an empty one where there is none. */
export function mapIn(node: ComposeNode | undefined, key: string): ReadonlyMap<string, ComposeNode> {
  const child = node?.kind === "map" ? node.entries.get(key) : undefined;
  return child?.kind === "map" ? child.entries : new Map<string, ComposeNode>();
}

export function itemsIn(node: ComposeNode | undefined, key: string): readonly ComposeNode[] {
  const child = node?.kind === "map" ? node.entries.get(key) : undefined;
  return child?.kind === "list" ? child.items : [];
}

/** The map with other values under some keys; `undefined` removes a key. */
export function withKeys(map: MapNode, changes: Iterable<readonly [string, ComposeNode | undefined]>): MapNode {
  const entries = new Map(map.entries);
  for (const [key, value] of changes)
    if (value === undefined) entries.delete(key);
    else entries.set(key, value);
  return { ...map, entries };
}

/** The values alone. */
export function plainOf(node: ComposeNode): unknown {
  if (node.kind === "scalar") return node.value;
  if (node.kind === "list") return node.items.map(plainOf);
  return Object.fromEntries([...node.entries].map(([key, value]) => [key, plainOf(value)]));
}
