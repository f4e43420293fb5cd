import type { ComposeNode, MapNode } from "./compose-node.ts";
import { printObject } from "./print-field.ts";
import { dollars, maskFor, type Json, type PrintOptions } from "./printed.ts";
import { refuseAt } from "./refuse-at.ts";
import { sections } from "./sections.ts";
import type { Shape } from "./shape.ts";

/**
 * A whole model, in the shape of docker compose's own JSON: sections and names sorted, each `$` doubled, top-level `x-` keys kept.
 * Throws `bad-config` for a key or a value that docker compose refuses.
 */
export function printModel(model: MapNode, options: PrintOptions): Json {
  const out = new Map<string, Json>();
  for (const key of [...model.entries.keys()].toSorted()) {
    const node = model.entries.get(key);
    const shape = sections.get(key);
    if (node === undefined) continue;
    if (key === "name" || key.startsWith("x-")) out.set(key, printAny(node, options));
    else if (shape === undefined)
      throw refuseAt(node.place, `additional properties '${key}' not allowed`, "Correct or remove it.");
    else if (node.kind !== "map") throw refuseAt(node.place, `${key} must be a mapping`);
    // Compose's own JSON leaves models out of the top level (seen with 5.6).
    else if (key !== "models" && (node.entries.size > 0 || key === "services"))
      out.set(key, printNamed(node, shape, key, options));
    else if (key === "models") printNamed(node, shape, key, options);
  }
  return Object.fromEntries(out);
}

function printNamed(node: MapNode, shape: Shape, section: string, options: PrintOptions): Json {
  return Object.fromEntries(
    [...node.entries]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => [dollars(name), printObject(value, shape, `${section}.${name}`, options)]),
  );
}

/** A value of no known shape. */
function printAny(node: ComposeNode, options: PrintOptions): Json {
  if (node.kind === "list") return node.items.map((item) => printAny(item, options));
  if (node.kind === "map")
    return Object.fromEntries([...node.entries].map(([key, value]) => [dollars(key), printAny(value, options)]));
  return maskFor(node, options) ?? (typeof node.value === "string" ? dollars(node.value) : node.value);
}
