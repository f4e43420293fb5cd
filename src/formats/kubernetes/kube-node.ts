import type { Span } from "../../domain/finding/span.ts";

export type KubeValue = string | number | boolean | null;

export interface KubeScalar {
  readonly kind: "scalar";
  readonly value: KubeValue;
  readonly span: Span;
  /** As it stands in the text, without quotes. */
  readonly written: string;
  readonly quoted: boolean;
}

export interface KubeList {
  readonly kind: "list";
  readonly items: readonly KubeNode[];
  readonly span: Span;
}

export interface KubeMap {
  readonly kind: "map";
  readonly entries: ReadonlyMap<string, KubeEntry>;
  readonly span: Span;
}

export interface KubeEntry {
  readonly key: Span;
  readonly value: KubeNode;
}

/** A value of a manifest and where it stands: of what an alias names, where that is written. */
export type KubeNode = KubeScalar | KubeList | KubeMap;

/** What lies at a path of keys and of places in lists; undefined where there is nothing, or null. */
export function nodeAt(node: KubeNode | undefined, ...path: readonly (string | number)[]): KubeNode | undefined {
  let here = node;
  for (const step of path) {
    if (here === undefined) return undefined;
    if (typeof step === "number") here = here.kind === "list" ? here.items[step] : undefined;
    else here = here.kind === "map" ? here.entries.get(step)?.value : undefined;
  }
  return here?.kind === "scalar" && here.value === null ? undefined : here;
}

export function mapAt(node: KubeNode | undefined, ...path: readonly (string | number)[]): KubeMap | undefined {
  const found = nodeAt(node, ...path);
  return found?.kind === "map" ? found : undefined;
}

export function itemsAt(node: KubeNode | undefined, ...path: readonly (string | number)[]): readonly KubeNode[] {
  const found = nodeAt(node, ...path);
  return found?.kind === "list" ? found.items : [];
}

export function scalarAt(node: KubeNode | undefined, ...path: readonly (string | number)[]): KubeScalar | undefined {
  const found = nodeAt(node, ...path);
  return found?.kind === "scalar" ? found : undefined;
}

export function textAt(node: KubeNode | undefined, ...path: readonly (string | number)[]): string | undefined {
  const value = scalarAt(node, ...path)?.value;
  return typeof value === "string" ? value : undefined;
}
