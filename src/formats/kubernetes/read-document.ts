import { isAlias, isMap, isScalar, isSeq, type Node, type Pair } from "yaml";
import type { Span } from "../../domain/finding/span.ts";
import type { KubeEntry, KubeMap, KubeNode } from "./kube-node.ts";
import type { ManifestProblem } from "./manifest.ts";
import { plainValue } from "./plain-value.ts";
import { parseGoYaml } from "../parse-go-yaml.ts";

/** Deeper than any object of Kubernetes. */
const maxDepth = 100;
/** Nodes of one document, expanded aliases included. */
const maxNodes = 200_000;

export interface ReadDocument {
  readonly node?: KubeNode;
  readonly problems: readonly ManifestProblem[];
}

class Refused extends Error {
  readonly span: Span;
  constructor(message: string, span: Span) {
    super(message);
    this.span = span;
  }
}

/** One document of `text`, as sigs.k8s.io/yaml reads it, with the place of every value. What can't be read is a problem. */
export function readDocument(text: string, { start, end }: Span): ReadDocument {
  const problems: ManifestProblem[] = [];
  const syntax = (message: string, span: Span): ReadDocument => ({
    problems: [...problems, { kind: "syntax", message, span, pointer: "" }],
  });
  try {
    const [document] = parseGoYaml(text.slice(start, end));
    if (document === undefined) return { problems };
    const [error] = document.errors;
    if (error !== undefined) {
      const message = /call stack/i.test(error.message) ? "it is nested too deeply" : error.message.split("\n")[0];
      return syntax(`is no YAML: ${message ?? ""}`, {
        start: Math.min(end, start + error.pos[0]),
        end: Math.min(end, start + error.pos[1]),
      });
    }
    if (document.contents === null) return { problems };
    return { node: reader(start, problems)(document.contents as Node), problems };
  } catch (cause) {
    if (cause instanceof Refused) return syntax(cause.message, cause.span);
    if (cause instanceof RangeError) return syntax("is nested too deeply", { start, end: Math.min(end, start + 1) });
    throw cause;
  }
}

function reader(base: number, problems: ManifestProblem[]): (node: Node) => KubeNode {
  const anchors = new Map<string, KubeNode>();
  const sizes = new WeakMap<KubeNode, number>();
  let nodes = 0;
  let last: Span = { start: base, end: base };
  const sizeOf = (node: KubeNode): number => sizes.get(node) ?? 1;
  const count = (addedNodes: number, span: Span): void => {
    nodes += addedNodes;
    if (nodes > maxNodes) throw new Refused(`stands for more than ${maxNodes} values, aliases included`, span);
  };

  function read(node: Node | null, depth: number): KubeNode {
    const span = node?.range ? { start: base + node.range[0], end: base + node.range[1] } : { ...last };
    last = { start: span.end, end: span.end };
    if (depth > maxDepth) throw new Refused(`is nested deeper than ${maxDepth} levels`, span);
    if (isAlias(node)) {
      const anchorNode = anchors.get(node.source);
      if (anchorNode === undefined) throw new Refused(`is no YAML: *${node.source} names no anchor before it`, span);
      count(sizeOf(anchorNode), span);
      return anchorNode;
    }
    count(1, span);
    const newNode = fresh(node, span, depth);
    const children =
      newNode.kind === "map"
        ? [...newNode.entries.values()].map(({ value }) => value)
        : newNode.kind === "list"
          ? newNode.items
          : [];
    sizes.set(
      newNode,
      children.reduce((sum, child) => sum + sizeOf(child), 1),
    );
    const anchor = node !== null && "anchor" in node ? node.anchor : undefined;
    if (anchor !== undefined) anchors.set(anchor, newNode);
    return newNode;
  }

  function fresh(node: Node | null, span: Span, depth: number): KubeNode {
    if (isMap(node)) return { kind: "map", span, entries: entriesOf(node.items as Pair<Node, Node | null>[], depth) };
    if (isSeq(node)) return { kind: "list", span, items: node.items.map((item) => read(item as Node, depth + 1)) };
    if (!isScalar(node)) return { kind: "scalar", span, value: null, written: "", quoted: false };
    const text = typeof node.value === "string" ? node.value : "";
    const quoted = node.type !== "PLAIN" || node.tag === "tag:yaml.org,2002:str";
    const sourceText = quoted ? text : (node.source ?? text);
    return { kind: "scalar", span, value: quoted ? text : plainValue(sourceText), written: sourceText, quoted };
  }

  function entriesOf(pairs: readonly Pair<Node, Node | null>[], depth: number): Map<string, KubeEntry> {
    const directEntries = new Map<string, KubeEntry>();
    const merged: KubeMap[] = [];
    for (const { key, value } of pairs) {
      const keyNode = read(key, depth + 1);
      if (keyNode.kind !== "scalar")
        throw new Refused(`is no manifest: a key is a ${keyNode.kind}, not a text`, keyNode.span);
      const name = String(keyNode.value);
      const valueNode = read(value, depth + 1);
      if (keyNode.written === "<<" && !keyNode.quoted) {
        for (const source of valueNode.kind === "list" ? valueNode.items : [valueNode]) {
          if (source.kind !== "map") throw new Refused("is no YAML: `<<` wants a map or a list of maps", source.span);
          merged.push(source);
        }
        continue;
      }
      if (directEntries.has(name))
        problems.push({
          kind: "twice",
          message: `\`${name}\` is given twice here: kubectl takes the last one without a word`,
          span: keyNode.span,
          pointer: name,
        });
      directEntries.delete(name);
      directEntries.set(name, { key: keyNode.span, value: valueNode });
    }
    for (const { entries, span } of merged)
      for (const [name, entry] of entries) {
        if (directEntries.has(name)) continue;
        count(sizeOf(entry.value), span);
        directEntries.set(name, entry);
      }
    return directEntries;
  }

  return (node) => read(node, 0);
}
