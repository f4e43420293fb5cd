import type { Located } from "../../../domain/container/container-spec.ts";
import type { ScalarNode } from "../../../formats/compose/compose-node.ts";
import { goText } from "../../../formats/compose/go-text.ts";
import type { SaidReader } from "./said-reader.ts";

type Pair = Located<{ readonly name: string; readonly value?: string }>;

/** `environment` and the like, a map or a list of `NAME=value`. A value from a variable is not part of the file. */
export function pairsOf({ at, said, pointer }: SaidReader, key: string): readonly Pair[] {
  const node = at(key);
  if (node?.kind === "map")
    return [...node.entries].flatMap(([name, value]) =>
      value.kind !== "scalar"
        ? []
        : [
            {
              ...said(value, pointer(key, name), { name, ...(isOwn(value) && { value: goText(value) }) }),
              ...literalIn(value),
            },
          ],
    );
  if (node?.kind !== "list") return [];
  return node.items.flatMap((item) => {
    if (item.kind !== "scalar") return [];
    const text = goText(item);
    const cut = text.indexOf("=");
    const name = cut === -1 ? text : text.slice(0, cut);
    const value = cut !== -1 && isOwn(item) ? { value: text.slice(cut + 1) } : {};
    return [{ ...said(item, pointer(key), { name, ...value }), ...literalIn(item) }];
  });
}

/** Each remaining dollar was written as two. */
function literalIn(node: ScalarNode): { readonly literal?: true } {
  return isOwn(node) && node.open === undefined && goText(node).includes("$") ? { literal: true } : {};
}

function isOwn({ value, from }: ScalarNode): boolean {
  return value !== null && from === undefined;
}
