/** Where a value stands: 1-based. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

interface Placed {
  readonly place: Place;
  /** `!reset` takes away what earlier files say here, `!override` puts this in its place. */
  readonly tag?: "reset" | "override" | undefined;
}

export type Plain = string | number | boolean | null;

export interface ScalarNode extends Placed {
  readonly kind: "scalar";
  readonly value: Plain;
  /** Variables of the environment or of an env file that the value holds; absent: it stands in the file as it is. */
  readonly from?: readonly string[] | undefined;
  /** Whether what stands before the first `=` holds such a variable too. */
  readonly keyFrom?: boolean | undefined;
}

export interface ListNode extends Placed {
  readonly kind: "list";
  readonly items: readonly ComposeNode[];
}

export interface MapNode extends Placed {
  readonly kind: "map";
  readonly entries: ReadonlyMap<string, ComposeNode>;
}

/** A value of a Compose file with its place. Merging keeps the place of each value in its own file. */
export type ComposeNode = ScalarNode | ListNode | MapNode;

/** From the document's top: keys, and `[]` for an item of a list. */
export type Path = readonly string[];

export function scalarAt(at: Placed & { readonly from?: readonly string[] | undefined }, value: Plain): ScalarNode {
  return { kind: "scalar", value, place: at.place, tag: at.tag, ...(at.from !== undefined && { from: at.from }) };
}

export function listAt(at: Placed, items: readonly ComposeNode[]): ListNode {
  return { kind: "list", items, place: at.place, tag: at.tag };
}

export function mapAt(at: Placed, entries: Iterable<readonly [string, ComposeNode]>): MapNode {
  return { kind: "map", entries: new Map(entries), place: at.place, tag: at.tag };
}

export function isNull(node: ComposeNode | undefined): boolean {
  return node === undefined || (node.kind === "scalar" && node.value === null);
}

/** The text of a text. */
export function textIn(node: ComposeNode | undefined): string | undefined {
  return node?.kind === "scalar" && typeof node.value === "string" ? node.value : undefined;
}

/** The map under a key; an empty one where there is none. */
export function mapIn(node: ComposeNode | undefined, key: string): ReadonlyMap<string, ComposeNode> {
  const found = node?.kind === "map" ? node.entries.get(key) : undefined;
  return found?.kind === "map" ? found.entries : new Map<string, ComposeNode>();
}

export function itemsIn(node: ComposeNode | undefined, key: string): readonly ComposeNode[] {
  const found = node?.kind === "map" ? node.entries.get(key) : undefined;
  return found?.kind === "list" ? found.items : [];
}

/** The map with other values under some keys; `undefined` takes a key away. */
export function withKeys(map: MapNode, changes: Iterable<readonly [string, ComposeNode | undefined]>): MapNode {
  const entries = new Map(map.entries);
  for (const [key, value] of changes)
    if (value === undefined) entries.delete(key);
    else entries.set(key, value);
  return { ...map, entries };
}
