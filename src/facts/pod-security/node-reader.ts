import type { Span } from "../../domain/finding/span.ts";
import type { Located } from "../../domain/container/container-spec.ts";
import {
  itemsAt,
  mapAt,
  nodeAt,
  scalarAt,
  type KubeMap,
  type KubeNode,
  type KubeValue,
} from "../../formats/kubernetes/kube-node.ts";

type Path = readonly (string | number)[];

/** Values below one node of a manifest, each with its place and its path. What has another type than the API wants is not said. */
export interface SaidIn {
  readonly pointer: string;
  readonly node: KubeMap | undefined;
  bool(...path: Path): Located<boolean> | undefined;
  text(...path: Path): Located<string> | undefined;
  number(...path: Path): Located<number> | undefined;
  /** A text or a number: quantities, ports by number or name. */
  either(...path: Path): Located<string | number> | undefined;
  /** Any node there, as a located value. */
  any(...path: Path): Located<KubeNode> | undefined;
  texts(...path: Path): readonly Located<string>[];
  /** The maps of a list. */
  each(...path: Path): readonly SaidIn[];
  below(...path: Path): SaidIn;
}

export function saidIn(file: string, node: KubeMap | undefined, pointer: string): SaidIn {
  const locateValue = <Value>(value: Value, at: KubeNode, path: Path): Located<Value> => {
    const key = keyAt(node, path);
    return {
      value,
      at: { file, span: at.span },
      // An alias's value is not adjacent to its key.
      ...(key !== undefined &&
        key.end <= at.span.start && { whole: { file, span: { start: key.start, end: at.span.end } } }),
      ...(at.kind === "scalar" && at.written !== String(value) && { written: at.written }),
      pointer: pointerOf(pointer, path),
    };
  };
  const scalar =
    <Value extends KubeValue>(is: (value: KubeValue) => value is Value) =>
    (...path: Path): Located<Value> | undefined => {
      const scalarNode = scalarAt(node, ...path);
      return scalarNode !== undefined && is(scalarNode.value)
        ? locateValue(scalarNode.value, scalarNode, path)
        : undefined;
    };
  return {
    pointer,
    node,
    bool: scalar((value) => typeof value === "boolean"),
    text: scalar((value) => typeof value === "string"),
    number: scalar((value) => typeof value === "number"),
    either: scalar((value) => typeof value === "string" || typeof value === "number"),
    any: (...path) => {
      const child = nodeAt(node, ...path);
      return child && locateValue(child, child, path);
    },
    texts: (...path) =>
      itemsAt(node, ...path).flatMap((item, index) =>
        item.kind === "scalar" && typeof item.value === "string"
          ? [locateValue(item.value, item, [...path, index])]
          : [],
      ),
    each: (...path) =>
      itemsAt(node, ...path).flatMap((item, index) =>
        item.kind === "map" ? [saidIn(file, item, pointerOf(pointer, [...path, index]))] : [],
      ),
    below: (...path) => saidIn(file, mapAt(node, ...path), pointerOf(pointer, path)),
  };
}

/** The key of a value. */
function keyAt(node: KubeMap | undefined, path: Path): Span | undefined {
  const last = path.at(-1);
  const holder = nodeAt(node, ...path.slice(0, -1));
  return typeof last === "string" && holder?.kind === "map" ? holder.entries.get(last)?.key : undefined;
}

function pointerOf(pointer: string, path: Path): string {
  let text = pointer;
  for (const step of path) text += typeof step === "number" ? `[${step}]` : text === "" ? step : `.${step}`;
  return text;
}
