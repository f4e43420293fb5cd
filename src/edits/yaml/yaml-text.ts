import {
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  parseAllDocuments,
  type Document,
  type Node,
  type YAMLMap,
} from "yaml";
import { lineAt } from "../../text/locate.ts";

/** A YAML text that may be edited: read without error, and no template. */
export interface YamlText {
  readonly text: string;
  readonly eol: "\n" | "\r\n";
  readonly documents: readonly Document.Parsed[];
  /** Nodes that an alias refers to as well. */
  readonly shared: ReadonlySet<Node>;
  /** Node of each alias. */
  readonly aliased: ReadonlyMap<Node, Node>;
  /** Columns from a key to the dashes of the list under it. */
  readonly listIndent: number;
}

export interface NotEdited {
  /** Why, for a person. */
  readonly refused: string;
}

/** Deeper than any file that a person wrote. */
const maxDepth = 100;

/** Offsets are those of `text`, as `yaml` counts them: a BOM is one, CRLF two. */
export function readYaml(text: string): YamlText | NotEdited {
  let documents: Document.Parsed[];
  try {
    const parsed = parseAllDocuments(text, {
      keepSourceTokens: true,
      schema: "failsafe",
      merge: false,
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: "silent",
    });
    documents = Array.isArray(parsed) ? parsed : [];
  } catch (error) {
    if (error instanceof RangeError) return { refused: "it is nested too deeply" };
    throw error;
  }
  for (const { errors } of documents) {
    const [error] = errors;
    if (error !== undefined)
      return { refused: `line ${lineAt(text, error.pos[0])} is not YAML: ${firstLine(error.message)}` };
  }
  const walk = walker();
  for (const { contents } of documents) {
    const problem = walk.through(contents);
    if (problem !== undefined) {
      const at = problem.node?.range?.[0];
      return { refused: at === undefined ? problem.what : `line ${lineAt(text, at)}: ${problem.what}` };
    }
  }
  const { shared, aliased, columns } = walk;
  const listIndent = usual(columns);
  return { text, eol: /\r\n/.test(text) ? "\r\n" : "\n", documents, shared, aliased, listIndent };
}

interface Problem {
  readonly node: Node | undefined;
  readonly what: string;
}

function walker() {
  const shared = new Set<Node>();
  const aliased = new Map<Node, Node>();
  const columns = new Map<number, number>();
  let anchors = new Map<string, Node>();

  function visit(node: unknown, depth: number): Problem | undefined {
    if (depth > maxDepth) return { node: undefined, what: `it is nested deeper than ${maxDepth} levels` };
    if (isAlias(node)) {
      const anchorNode = anchors.get(node.source);
      if (anchorNode === undefined) return { node, what: `*${node.source} names no anchor before it` };
      shared.add(anchorNode);
      aliased.set(node, anchorNode);
      return undefined;
    }
    if ((isMap(node) || isSeq(node) || isScalar(node)) && node.anchor !== undefined) anchors.set(node.anchor, node);
    if (isScalar(node)) {
      const template = node.type === "PLAIN" && /\{\{|\{%/.test(String(node.value));
      return template ? { node, what: "it is a template" } : undefined;
    }
    if (isSeq(node)) return firstOf(node.items, (item) => visit(item, depth + 1));
    return isMap(node) ? visitMap(node, depth) : undefined;
  }

  function visitMap(map: YAMLMap, depth: number): Problem | undefined {
    const keys = new Set<unknown>();
    const block = map.srcToken?.type === "block-map" ? map.srcToken.indent : undefined;
    return firstOf(map.items, (pair): Problem | undefined => {
      if (!isPair(pair) || !isScalar(pair.key))
        return isMap(pair.key)
          ? { node: pair.key, what: "it is a template, or a key that is no text" }
          : { node: map, what: "a key is no text" };
      if (keys.has(pair.key.value)) return { node: pair.key, what: `the key ${String(pair.key.value)} is there twice` };
      keys.add(pair.key.value);
      const token = isSeq(pair.value) ? pair.value.srcToken : undefined;
      if (block !== undefined && token?.type === "block-seq") {
        const column = token.indent - block;
        columns.set(column, (columns.get(column) ?? 0) + 1);
      }
      return visit(pair.key, depth + 1) ?? visit(pair.value, depth + 1);
    });
  }

  return {
    shared,
    aliased,
    columns,
    through(contents: unknown): Problem | undefined {
      anchors = new Map();
      return visit(contents, 0);
    },
  };
}

function firstOf<T>(items: readonly T[], find: (item: T) => Problem | undefined): Problem | undefined {
  for (const item of items) {
    const problem = find(item);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** Two, unless the file mostly does otherwise. */
function usual(columns: ReadonlyMap<number, number>): number {
  const [first] = [...columns].toSorted(([a, count], [b, otherCount]) => otherCount - count || b - a);
  return first?.[0] ?? 2;
}

function firstLine(message: string): string {
  return (/call stack/i.test(message) ? "it is nested too deeply" : (message.split("\n")[0] ?? message)).trim();
}
