import { ownValue } from "../domain/own-value.ts";
import { oncePer } from "../text/once-per.ts";

/** What a printed value consists of, with the keys of an object in the order in which they are printed. */
export type Shape =
  | { readonly leaf: string | number | boolean | null }
  | { readonly list: Shape }
  /** An object whose keys are data. */
  | { readonly dictionary: Shape }
  | { readonly keys: Readonly<Record<string, Shape>> }
  | { readonly any: readonly Shape[] }
  | { readonly def: string };

export interface Shapes {
  readonly root: Shape;
  readonly defs: Readonly<Record<string, Shape>>;
}

/**
 * `value` with every key in its place and without keys that the shape does not have, so that equal values are equal bytes
 * however they were put together. Throws on a number that JSON cannot hold.
 */
export function canonical(value: unknown, { root, defs }: Shapes): unknown {
  const resolve = (shape: Shape): Shape =>
    "def" in shape ? resolve(ownValue(defs, shape.def) ?? { leaf: null }) : shape;
  const arrange = (part: unknown, given: Shape): unknown => {
    if (typeof part === "number" && !Number.isFinite(part)) throw new Error(`${part} cannot be printed as JSON`);
    const shape = resolve(given);
    if ("any" in shape) {
      const branches = shape.any.map(resolve);
      return arrange(part, branches.find((branch) => fits(part, branch, resolve)) ?? { leaf: null });
    }
    if (Array.isArray(part) && "list" in shape) return part.map((item) => arrange(item, shape.list));
    if (typeof part !== "object" || part === null) return part;
    const fields = part as Readonly<Record<string, unknown>>;
    if ("dictionary" in shape) {
      const names = Object.keys(fields).sort();
      return Object.fromEntries(names.map((name) => [name, arrange(ownValue(fields, name), shape.dictionary)]));
    }
    if (!("keys" in shape)) return part;
    const arranged: [name: string, value: unknown][] = [];
    for (const [name, inner] of keysOf(shape.keys)) {
      const field = ownValue(fields, name);
      if (field !== undefined) arranged.push([name, arrange(field, inner)]);
    }
    return Object.fromEntries(arranged);
  };
  return arrange(value, root);
}

const keysOf = oncePer((keys: Readonly<Record<string, Shape>>) => Object.entries(keys));

/** Enough to tell the branches of a union apart: the constants agree, and no key is strange. */
function fits(part: unknown, branch: Shape, resolve: (shape: Shape) => Shape): boolean {
  if (!("keys" in branch)) return Array.isArray(part) === "list" in branch && typeof part !== "object";
  if (typeof part !== "object" || part === null || Array.isArray(part)) return false;
  return Object.entries(part).every(([name, value]) => {
    const inner = ownValue(branch.keys, name);
    if (inner === undefined) return false;
    const shape = resolve(inner);
    return !("leaf" in shape) || shape.leaf === null || shape.leaf === value;
  });
}
