import { listAt, mapAt, type ComposeNode } from "./compose-node.ts";

/** What earlier files said, without what `over` resets or overrides. Only keys of maps can be; an item of a list can't. */
export function withoutTagged(base: ComposeNode, over: ComposeNode): ComposeNode {
  if (base.kind !== "map" || over.kind !== "map") return base;
  const entries = [...base.entries].flatMap(([key, value]): [string, ComposeNode][] => {
    const other = over.entries.get(key);
    if (other?.tag !== undefined) return [];
    return [[key, other === undefined ? value : withoutTagged(value, other)]];
  });
  return mapAt(base, entries);
}

/** What a file itself says: nothing where it resets. */
export function withoutResets<Node extends ComposeNode>(node: Node): Node {
  return stripped(node) as Node;
}

function stripped(node: ComposeNode): ComposeNode {
  if (node.kind === "scalar") return node.tag === undefined ? node : { ...node, tag: undefined };
  const at = { ...node, tag: undefined };
  if (node.kind === "list") return listAt(at, node.items.filter(({ tag }) => tag !== "reset").map(stripped));
  return mapAt(
    at,
    [...node.entries].filter(([, { tag }]) => tag !== "reset").map(([key, value]) => [key, stripped(value)] as const),
  );
}
