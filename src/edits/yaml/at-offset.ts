import { isMap, isSeq, type Node } from "yaml";
import { endOfItem, endOfPair, isBlockSeq, scalarText, startOf } from "./tokens.ts";
import type { YamlPlace } from "./yaml-path.ts";
import type { YamlText } from "./yaml-text.ts";

/** The innermost key or item that holds the offset, as a place; undefined where there is none. */
export function placeAt({ documents }: YamlText, offset: number): YamlPlace | undefined {
  const document = lastBefore(
    documents,
    ({ range }) => range[0],
    ({ range }) => range[2],
    offset,
  );
  if (document === undefined) return undefined;
  const path: (string | number)[] = [];
  let node: unknown = documents[document]?.contents;
  for (;;) {
    const next = isMap(node)
      ? lastBefore(node.items, ({ key }) => startOf(key as Node), endOfPair, offset)
      : isSeq(node)
        ? lastBefore(
            node.items as Node[],
            (item) => startOf(item),
            (item, at) => (isBlockSeq(node) ? endOfItem(node, at) : (item.range?.[1] ?? 0)),
            offset,
          )
        : undefined;
    if (next === undefined) return path.length === 0 ? undefined : { document, path };
    if (isMap(node)) {
      const pair = node.items[next];
      path.push(scalarText(pair?.key) ?? "");
      node = pair?.value;
    } else if (isSeq(node)) {
      path.push(next);
      node = node.items[next];
    }
  }
}

/** Index of the item that holds the offset; items are in order. */
function lastBefore<T>(
  items: readonly T[],
  start: (item: T) => number,
  end: (item: T, at: number) => number,
  offset: number,
): number | undefined {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const item = items[middle];
    if (item !== undefined && start(item) <= offset) low = middle + 1;
    else high = middle;
  }
  const candidate = items[low - 1];
  return candidate !== undefined && offset <= end(candidate, low - 1) ? low - 1 : undefined;
}
