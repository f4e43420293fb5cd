import type { ComposeNode } from "../../../formats/compose/compose-node.ts";
import { subtract } from "../../../text/subtract.ts";

/** A path where two merged models differ, and the number of values. */
export interface ModelDifference {
  readonly path: readonly string[];
  readonly values: number;
}

/** Differences between two merged models, regardless of their files; a list counts as a whole. */
export function modelDifference(
  before: ComposeNode | undefined,
  after: ComposeNode | undefined,
  path: readonly string[] = [],
): readonly ModelDifference[] {
  if (before?.kind === "map" && after?.kind === "map") {
    const keys = new Set([...before.entries.keys(), ...after.entries.keys()]);
    return [...keys].flatMap((key) => modelDifference(before.entries.get(key), after.entries.get(key), [...path, key]));
  }
  // A map that is added or removed with its content.
  if (before === undefined && after?.kind === "map") return leaves(after, path);
  if (after === undefined && before?.kind === "map") return leaves(before, path);
  if (form(before) === form(after)) return [];
  if (before !== undefined && before.kind !== "list") return [{ path, values: 1 }];
  if (after !== undefined && after.kind !== "list") return [{ path, values: 1 }];
  const [old, newItems] = [(before?.items ?? []).map(form), (after?.items ?? []).map(form)];
  const addedCount = subtract(newItems, old).length;
  const removedCount = subtract(old, newItems).length;
  return [{ path, values: Math.max(addedCount, removedCount) }];
}

function leaves(node: ComposeNode, path: readonly string[]): readonly ModelDifference[] {
  if (node.kind !== "map" || node.entries.size === 0)
    return [{ path, values: node.kind === "list" ? node.items.length : 1 }];
  return [...node.entries].flatMap(([key, value]) => leaves(value, [...path, key]));
}

function form(node: ComposeNode | undefined): string {
  if (node === undefined) return "";
  if (node.kind === "scalar") return JSON.stringify([node.value]);
  if (node.kind === "list") return `[${node.items.map(form).join()}]`;
  return `{${[...node.entries]
    .map(([key, value]) => `${JSON.stringify(key)}:${form(value)}`)
    .toSorted()
    .join()}}`;
}
