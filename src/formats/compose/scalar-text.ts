import type { ComposeNode } from "./compose-node.ts";
import { goText } from "./go-text.ts";

/** Empty for other nodes. */
export function scalarText(node: ComposeNode | undefined): string {
  return node?.kind === "scalar" ? goText(node) : "";
}
