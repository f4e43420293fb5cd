import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap, type YAMLSeq } from "yaml";
import { oncePer } from "../../text/once-per.ts";
import { type NotEdited, type YamlText } from "./yaml-text.ts";
import { isFlow, scalarText, startOf } from "./tokens.ts";
import { lineAt } from "../../text/locate.ts";

/** A place in a stream of documents. */
export interface YamlPlace {
  /** 0-based. */
  readonly document: number;
  readonly path: readonly (string | number)[];
}

export interface PathSegment {
  readonly holder: YAMLMap | YAMLSeq;
  /** Of a map. */
  readonly pair?: Pair;
  /** Of a list. */
  readonly index?: number;
  readonly node: Node | null;
}

/** As far as the path exists in the text. */
export interface YamlPath {
  readonly top: Node | null;
  readonly steps: readonly PathSegment[];
  /** The steps that do not exist. */
  readonly rest: readonly (string | number)[];
}

/** Refused where an edit at the end of the path would change more or less than that place. */
export function resolveYamlPath(yaml: YamlText, { document, path }: YamlPlace): YamlPath | NotEdited {
  const yamlDocument = yaml.documents[document];
  if (yamlDocument === undefined) return { refused: "there is no such document" };
  const top = yamlDocument.contents;
  const steps: PathSegment[] = [];
  let node: Node | null = top;
  for (const [depth, step] of path.entries()) {
    const refused = obstacle(yaml, node);
    if (refused !== undefined) return { refused };
    const next = stepInto(node, step);
    if (next === undefined) {
      const merged = isMap(node) && typeof step === "string" ? merging(yaml, node, step) : undefined;
      if (merged !== undefined) return { refused: merged };
      return { top, steps, rest: path.slice(depth) };
    }
    steps.push(next);
    node = next.node;
  }
  const refused = obstacle(yaml, node);
  return refused === undefined ? { top, steps, rest: [] } : { refused };
}

const pairsOf = oncePer((map: YAMLMap): ReadonlyMap<string, Pair> => {
  return new Map(map.items.flatMap((pair) => (isScalar(pair.key) ? [[scalarText(pair.key) ?? "", pair]] : [])));
});

/** The pair under a key. */
export function pairIn(map: YAMLMap, key: string): Pair | undefined {
  return pairsOf(map).get(key);
}

function stepInto(node: Node | null, step: string | number): PathSegment | undefined {
  if (isSeq(node) && typeof step === "number") {
    const item = node.items[step];
    return step < node.items.length ? { holder: node, index: step, node: (item ?? null) as Node | null } : undefined;
  }
  const pair = isMap(node) && typeof step === "string" ? pairIn(node, step) : undefined;
  return pair === undefined ? undefined : { holder: node as YAMLMap, pair, node: (pair.value ?? null) as Node | null };
}

function obstacle({ text, shared, aliased }: YamlText, node: Node | null): string | undefined {
  if (node === null) return undefined;
  // Only for a message: a line is counted from the start of the text.
  const at = (): string => `line ${lineAt(text, startOf(node))}`;
  if (isAlias(node)) return `${at()}: *${node.source} stands there, which is said once for several places`;
  if (shared.has(node) && "anchor" in node)
    return `${at()}: *${node.anchor ?? ""} stands for it elsewhere, which would change too`;
  if (node.tag === "!reset" || node.tag === "!override") return `${at()}: ${node.tag} says how it is merged`;
  if (isFlow(node) && text.slice(startOf(node), node.range?.[1]).includes("\n"))
    return `${at()}: a list or map in brackets goes over several lines`;
  return aliased.has(node) ? `${at()}: it is an alias` : undefined;
}

/** A key from `<<`: a key here would replace the whole value below it. */
function merging(yaml: YamlText, map: YAMLMap, key: string): string | undefined {
  const merge = pairIn(map, "<<");
  if (merge === undefined) return undefined;
  const brings = (node: unknown, depth: number): boolean => {
    if (depth > 20) return true;
    const real = isAlias(node) ? yaml.aliased.get(node) : node;
    if (isSeq(real)) return real.items.some((item) => brings(item, depth + 1));
    if (!isMap(real)) return true;
    return (
      pairIn(real, key) !== undefined ||
      (pairIn(real, "<<") !== undefined && brings(pairIn(real, "<<")?.value, depth + 1))
    );
  };
  if (!brings(merge.value, 0)) return undefined;
  const line = lineAt(yaml.text, startOf(merge.key as Node));
  return `line ${line}: ${key} comes by <<, and is said where that points`;
}
