import { parseSync } from "rolldown/utils";
import { bareNames, maxLines, pairs } from "./table.ts";

/** A name that is a bare word. */
export interface BareName {
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  readonly kind: "type" | "module" | "local";
  readonly name: string;
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

interface Declaration {
  readonly id: Node & { readonly name: string };
  readonly kind: BareName["kind"];
  readonly scope: Node;
}

/** Bare words that name a type, something at the top of a module, or a local that is used more than `maxLines` lines further on. */
export function bareNamesIn(file: string, source: string): BareName[] {
  const program = parseSync(file, source).program as unknown as Node;
  const declarations = [...declarationsIn(program, program, true)];
  const lineOf = (offset: number) => source.slice(0, offset).split("\n").length;
  const isPair = ({ id, scope }: Declaration) =>
    pairs.some(
      (pair) =>
        pair.includes(id.name) &&
        pair.every((word) => declarations.some((other) => other.scope === scope && other.id.name === word)),
    );
  const livesLong = ({ id, scope }: Declaration) => {
    const uses = [...source.slice(id.start, scope.end).matchAll(new RegExp(String.raw`\b${id.name}\b`, "g"))];
    return lineOf(id.start + (uses.at(-1)?.index ?? 0)) - lineOf(id.start) > maxLines;
  };
  return declarations
    .filter(({ id }) => bareNames.has(id.name.toLowerCase()))
    .filter((declaration) => declaration.kind !== "local" || (!isPair(declaration) && livesLong(declaration)))
    .map(({ id, kind }) => ({ file, line: lineOf(id.start), kind, name: id.name }));
}

const functions = new Set(["FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression"]);
const types = new Set(["TSInterfaceDeclaration", "TSTypeAliasDeclaration", "ClassDeclaration"]);

function* declarationsIn(node: Node, scope: Node, isTop: boolean): Generator<Declaration> {
  const kind = isTop ? "module" : "local";
  if (node.type === "VariableDeclaration")
    for (const { id } of node["declarations"] as Node[]) yield* namesIn(id as Node, kind, scope);
  if (types.has(node.type)) yield* namesIn(node["id"], "type", scope);
  if (node.type === "FunctionDeclaration") yield* namesIn(node["id"], kind, scope);
  if (functions.has(node.type))
    for (const parameter of nodesIn(node["params"])) yield* namesIn(parameter, "local", node);
  const isScope = functions.has(node.type) || node.type === "BlockStatement";
  const isOutside = isTop && !isScope && !node.type.endsWith("Expression");
  for (const child of Object.values(node).flatMap(nodesIn))
    yield* declarationsIn(child, isScope ? node : scope, isOutside);
}

/** Names that a pattern declares; a shorthand takes the name of its field. */
function* namesIn(pattern: unknown, kind: BareName["kind"], scope: Node): Generator<Declaration> {
  const [node] = nodesIn(pattern);
  if (node === undefined) return;
  if (node.type === "Identifier") yield { id: node as Declaration["id"], kind, scope };
  if (node.type === "AssignmentPattern") yield* namesIn(node["left"], kind, scope);
  if (node.type === "ArrayPattern") for (const item of nodesIn(node["elements"])) yield* namesIn(item, kind, scope);
  if (node.type === "ObjectPattern")
    for (const property of nodesIn(node["properties"]))
      if (property["shorthand"] !== true) yield* namesIn(property["value"], kind, scope);
}

function nodesIn(value: unknown): readonly Node[] {
  if (Array.isArray(value)) return value.flatMap(nodesIn);
  const isNode = typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
  return isNode ? [value as unknown as Node] : [];
}
