import type { ComposeNode } from "../compose-node.ts";

/** Equal for equal values, wherever they are. */
export function keyOf(node: ComposeNode): string {
  if (node.kind === "scalar") return JSON.stringify(node.value);
  if (node.kind === "list") return `[${node.items.map(keyOf).join(",")}]`;
  const entries = [...node.entries].map(([key, value]) => `${JSON.stringify(key)}:${keyOf(value)}`);
  return `{${entries.toSorted().join(",")}}`;
}
