import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, type Pair } from "yaml";
import type { Failure } from "../../domain/failure.ts";
import { listAt, mapAt, type ComposeNode, type MapNode, type Place, type ScalarNode } from "./compose-node.ts";
import { goText } from "./go-text.ts";
import { parseGoYaml } from "../parse-go-yaml.ts";
import { plainValue } from "./plain-value.ts";
import { refuseAt } from "./refuse-at.ts";
import type { ComposeQuirks } from "./quirks.ts";

/** Deeper than any file that a person wrote. */
const maxDepth = 100;
/** As many nodes as docker compose itself visits, expanded aliases included (compose-go, reset.go). */
export const maxNodes = 100_000;

/** The YAML documents of a Compose file with the place of every value. Throws `bad-config` with file and line. */
export function readDocuments(yamlText: string, file: string, quirks: ComposeQuirks): readonly MapNode[] {
  const lines = new LineCounter();
  const whole: Place = { file, line: 1, column: 1 };
  const control = notInYaml.exec(yamlText);
  if (control !== null) {
    const line = yamlText.slice(0, control.index).split("\n").length;
    throw refuseAt({ file, line, column: 1 }, "control characters are not allowed", "Remove them.");
  }
  // These end lines in YAML 1.1, and are content to the parser.
  const text = yamlText.replaceAll(/[\u0085\u2028\u2029]/g, "\n");
  lines.lineStarts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  let documents;
  try {
    documents = parseGoYaml(text);
  } catch (cause) {
    if (cause instanceof RangeError) throw refuseAt(whole, "it is nested too deeply");
    throw cause;
  }
  let nodes = 0;
  return documents.flatMap((document): MapNode[] => {
    const [error] = document.errors;
    const placeOf = (offset: number): Place => {
      const { line, col } = lines.linePos(offset);
      return { file, line: Math.max(1, line), column: Math.max(1, col) };
    };
    if (error !== undefined) throw refuseAt(placeOf(error.pos[0]), problemOf(error));
    if (document.directives?.yaml.explicit === true && document.directives.yaml.version !== "1.1")
      throw refuseAt({ ...whole, line: placeOf(document.range[0]).line }, "found incompatible YAML document");
    const read = documentReader(placeOf, quirks, (addedNodes, place) => {
      nodes += addedNodes;
      if (nodes > maxNodes) throw refuseAt(place, `it stands for more than ${maxNodes} values, aliases included`);
    });
    const top = read(document.contents as Node | null, 0, "");
    if (top.kind === "map") return [top];
    throw refuseAt(top.place, "top-level object must be a mapping", emptyHint);
  });
}

// eslint-disable-next-line no-control-regex -- they are what it looks for
const notInYaml = /[\0-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufffe\uffff]/;

const emptyHint = "Take away each --- that nothing follows, or write services: below it.";

/** An error of the parser in one line; where it ran out of stack it says that in words of the engine that runs it. */
function problemOf({ message }: Error): string {
  return /call stack/i.test(message) ? "it is nested too deeply" : (message.split("\n")[0] ?? message).trim();
}

/** `path` is that of the node, as docker compose writes it where a key is no text. */
type Read = (node: Node | null, depth: number, path: string) => ComposeNode;

function documentReader(
  placeOf: (offset: number) => Place,
  quirks: ComposeQuirks,
  count: (more: number, place: Place) => void,
): Read {
  const anchors = new Map<string, ComposeNode>();
  /** Anchors of open nodes, with their paths. */
  const open = new Map<string, string>();
  const sizes = new WeakMap<ComposeNode, number>();
  let last: Place = placeOf(0);
  const sizeOf = (node: ComposeNode): number => sizes.get(node) ?? 1;

  function read(node: Node | null, depth: number, path: string): ComposeNode {
    const place = node?.range
      ? { ...placeOf(node.range[0]), span: { start: node.range[0], end: node.range[1] } }
      : last;
    last = place;
    if (depth > maxDepth) throw refuseAt(place, `it is nested deeper than ${maxDepth} levels`);
    if (isAlias(node)) {
      const outerPath = open.get(node.source);
      if (outerPath !== undefined) {
        const innerPath = `${path}${path.slice(outerPath.length)}`;
        throw refuseAt(place, `cycle detected: node at path ${innerPath} references node at path ${path}`);
      }
      const anchorNode = anchors.get(node.source);
      if (anchorNode === undefined) throw refuseAt(place, `unknown anchor '${node.source}' referenced`);
      count(sizeOf(anchorNode), place);
      return quirks.resetsByAlias ? anchorNode : withoutInnerResets(anchorNode, sizes);
    }
    count(1, place);
    const anchor = node !== null && "anchor" in node ? node.anchor : undefined;
    if (anchor !== undefined) open.set(anchor, path);
    const newNode = fresh(node, place, depth, path);
    const children =
      newNode.kind === "map" ? [...newNode.entries.values()] : newNode.kind === "list" ? newNode.items : [];
    sizes.set(
      newNode,
      children.reduce((sum, child) => sum + sizeOf(child), 1),
    );
    if (anchor === undefined) return newNode;
    open.delete(anchor);
    anchors.set(anchor, newNode);
    return newNode;
  }

  function fresh(node: Node | null, place: Place, depth: number, path: string): ComposeNode {
    if (node?.tag === "!reset") {
      // The content is never used, but anchors in it may be referenced elsewhere.
      if (isMap(node)) entriesOf(node.items as Pair<Node, Node | null>[], depth, path);
      if (isSeq(node)) node.items.forEach((item) => read(item as Node, depth + 1, path));
      return { kind: "scalar", place, tag: "reset", value: null };
    }
    const tag = node?.tag === "!override" ? "override" : undefined;
    if (isMap(node))
      return { kind: "map", place, tag, entries: entriesOf(node.items as Pair<Node, Node | null>[], depth, path) };
    if (isSeq(node))
      return {
        kind: "list",
        place,
        tag,
        items: node.items.map((item, at) => read(item as Node, depth + 1, `${path}[${at}]`)),
      };
    if (!isScalar(node)) return { kind: "scalar", place, tag, value: null };
    const text = typeof node.value === "string" ? node.value : "";
    const core = node.tag?.startsWith("tag:yaml.org,2002:") === true ? node.tag.slice(18) : undefined;
    if (core === "binary") return { kind: "scalar", place, tag, value: Buffer.from(text, "base64").toString("utf8") };
    // A tag that YAML does not know makes it a text.
    const foreign = node.tag !== undefined && core === undefined;
    const plain = !foreign && ((node.type === "PLAIN" && core !== "str") || (core !== undefined && core !== "str"));
    const refuse = (problem: string): Failure => refuseAt(place, problem, "Put the value in quotes.");
    const value = plain ? plainValue(node.source ?? text, quirks, refuse) : { value: text };
    return { kind: "scalar", place, tag, ...value };
  }

  function entriesOf(pairs: readonly Pair<Node, Node | null>[], depth: number, path: string): Map<string, ComposeNode> {
    const directEntries = new Map<string, ComposeNode>();
    const lines = new Map<string, number>();
    let merged: ComposeNode | undefined;
    for (const { key, value } of pairs) {
      const node = read(key, depth + 1, path);
      if (node.kind !== "scalar" || typeof node.value !== "string")
        throw refuseAt(
          node.place,
          `non-string key ${path === "" ? "at top level" : `in ${path}`}: ${node.kind === "scalar" ? goValue(node) : `a ${node.kind}`}`,
          "Put it in quotes.",
        );
      const name = node.value;
      const firstLine = lines.get(name);
      if (firstLine !== undefined)
        throw refuseAt(
          node.place,
          `mapping key "${name}" already defined at line ${firstLine}`,
          "Keep one of the two.",
        );
      lines.set(name, node.place.line);
      const valueNode = read(value, depth + 1, path === "" ? name : `${path}.${name}`);
      if (name === "<<" && isScalar(key) && key.type === "PLAIN") merged = valueNode;
      else directEntries.set(name, under(valueNode, node.place, isAlias(value)));
    }
    return merged === undefined ? directEntries : withMerged(directEntries, merged);
  }

  function under(valueNode: ComposeNode, key: Place, aliased: boolean): ComposeNode {
    const keyedNode = { ...valueNode, key, ...(aliased && { aliased }) };
    sizes.set(keyedNode, sizeOf(valueNode));
    return keyedNode;
  }

  /** A map's own keys win over those of `<<`, and in a list the first map wins. */
  function withMerged(directEntries: Map<string, ComposeNode>, merged: ComposeNode): Map<string, ComposeNode> {
    const sources = merged.kind === "list" ? merged.items : [merged];
    for (const source of sources) {
      if (source.tag === "reset") continue;
      if (source.kind !== "map")
        throw refuseAt(source.place, "map merge requires map or sequence of maps as the value");
      for (const [key, value] of source.entries) {
        if (directEntries.has(key)) continue;
        count(sizeOf(value), source.place);
        directEntries.set(key, value);
      }
    }
    return directEntries;
  }

  return read;
}

/** Go's `%#v` of a key. */
function goValue(node: ScalarNode): string {
  return node.value === null ? "<nil>" : goText(node);
}

/** Below an alias, what the anchor's own place resets is gone for those versions that look at each value once. */
function withoutInnerResets(node: ComposeNode, sizes: WeakMap<ComposeNode, number>): ComposeNode {
  if (node.kind === "scalar" || !hasResets(node)) return node;
  const strippedNode =
    node.kind === "list"
      ? listAt(
          node,
          node.items.filter(({ tag }) => tag !== "reset").map((child) => withoutInnerResets(child, sizes)),
        )
      : mapAt(
          node,
          [...node.entries]
            .filter(([, { tag }]) => tag !== "reset")
            .map(([key, value]) => [key, withoutInnerResets(value, sizes)] as const),
        );
  sizes.set(strippedNode, sizes.get(node) ?? 1);
  return strippedNode;
}

function hasResets(node: ComposeNode): boolean {
  if (node.kind === "scalar") return false;
  return [...(node.kind === "list" ? node.items : node.entries.values())].some(
    (child) => child.tag === "reset" || hasResets(child),
  );
}
