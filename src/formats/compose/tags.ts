import { listAt, mapAt, type ComposeNode } from "./compose-node.ts";

/** The model of earlier files, without values that `over` resets or overrides. Only keys of maps can be; an item of a list can't. */
export function withoutTagged(base: ComposeNode, over: ComposeNode): ComposeNode {
  if (base.kind !== "map" || over.kind !== "map") return base;
  const entries = [...base.entries].flatMap(([key, value]): [string, ComposeNode][] => {
    const overValue = over.entries.get(key);
    if (overValue?.tag !== undefined) return [];
    return [[key, overValue === undefined ? value : withoutTagged(value, overValue)]];
  });
  return mapAt(base, entries);
}

/** The file's own model, without resets. */
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
