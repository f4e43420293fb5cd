import type { Span } from "../../domain/finding/span.ts";

export type KubeValue = string | number | boolean | null;

export interface KubeScalar {
  readonly kind: "scalar";
  readonly value: KubeValue;
  readonly span: Span;
  /** As written in the text, without quotes. */
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

/** A value of a manifest and its span: that of an alias is where its anchor is. */
export type KubeNode = KubeScalar | KubeList | KubeMap;

/** The node at a path of keys and list indexes; undefined where there is none, or null. */
export function nodeAt(node: KubeNode | undefined, ...path: readonly (string | number)[]): KubeNode | undefined {
  let currentNode = node;
  for (const step of path) {
    if (currentNode === undefined) return undefined;
    if (typeof step === "number") currentNode = currentNode.kind === "list" ? currentNode.items[step] : undefined;
    else currentNode = currentNode.kind === "map" ? currentNode.entries.get(step)?.value : undefined;
  }
  return currentNode?.kind === "scalar" && currentNode.value === null ? undefined : currentNode;
}

export function mapAt(node: KubeNode | undefined, ...path: readonly (string | number)[]): KubeMap | undefined {
  const childNode = nodeAt(node, ...path);
  return childNode?.kind === "map" ? childNode : undefined;
}

export function itemsAt(node: KubeNode | undefined, ...path: readonly (string | number)[]): readonly KubeNode[] {
  const childNode = nodeAt(node, ...path);
  return childNode?.kind === "list" ? childNode.items : [];
}

export function scalarAt(node: KubeNode | undefined, ...path: readonly (string | number)[]): KubeScalar | undefined {
  const childNode = nodeAt(node, ...path);
  return childNode?.kind === "scalar" ? childNode : undefined;
}

export function textAt(node: KubeNode | undefined, ...path: readonly (string | number)[]): string | undefined {
  const value = scalarAt(node, ...path)?.value;
  return typeof value === "string" ? value : undefined;
}
