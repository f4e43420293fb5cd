import { globSync } from "node:fs";
import { join } from "node:path";
import { API, TypeFlags, type Checker, type Type } from "typescript/unstable/sync";
import { SyntaxKind, type Node, type SourceFile } from "typescript/unstable/ast";
import {
  isComputedPropertyName,
  isElementAccessExpression,
  isBinaryExpression,
  isBindingElement,
  isCallExpression,
  isPropertyAccessExpression,
  isIdentifier,
} from "typescript/unstable/ast/is";

/** A place where an object is asked for, or given, a property whose name is only known when it runs. */
export interface ForeignKey {
  /** `src/a/b.ts:12` */
  readonly at: string;
  readonly text: string;
}

/**
 * Objects that are indexed by any string. A text of a file can be `constructor` or `__proto__`, which every object answers to: what
 * looks up words has to be a Map, or ask for the object's own (`ownValue` of `src/domain/own-value.ts`). Keys of a fixed set of words are no such places,
 * since the compiler knows them all.
 */
export function findForeignKeys(root: string, config = "tsconfig.json"): readonly ForeignKey[] {
  const api = new API({ cwd: root });
  try {
    const configFile = join(root, config);
    using snapshot = api.updateSnapshot({ openProjects: [configFile] });
    const project = snapshot.getProject(configFile);
    if (project === undefined) throw new Error(`no project ${configFile}`);
    const { program, checker } = project;
    const found: ForeignKey[] = [];
    for (const file of globSync("src/**/*.ts", { cwd: root }).sort()) {
      if (file.endsWith(".test.ts")) continue;
      const source = program.getSourceFile(join(root, file));
      if (source === undefined) throw new Error(`${file} is not in the project`);
      for (const node of indexed(source, checker)) {
        const start = node.getStart(source);
        const line = source.text.slice(0, start).split("\n").length;
        found.push({ at: `${file}:${line}`, text: source.text.slice(start, node.end).split("\n", 1)[0] ?? "" });
      }
    }
    return found;
  } finally {
    api.close();
  }
}

function indexed(source: SourceFile, checker: Checker): readonly Node[] {
  const found: Node[] = [];
  const asked: { readonly node: Node; readonly key: Node }[] = [];
  const visit = (node: Node): void => {
    if (isElementAccessExpression(node) && !isLiteral(node.argumentExpression))
      asked.push({ node, key: node.argumentExpression });
    if (isBinaryExpression(node) && node.operatorToken.kind === SyntaxKind.InKeyword && !isLiteral(node.left))
      asked.push({ node, key: node.left });
    if (isBindingElement(node) && node.propertyName !== undefined && isComputedPropertyName(node.propertyName))
      asked.push({ node, key: node.propertyName.expression });
    if (isAssign(node)) found.push(node);
    node.forEachChild(visit);
  };
  visit(source);
  const keys = checker.getTypeAtLocation(asked.map(({ key }) => key));
  return [...found, ...asked.filter((_, at) => canBeAnyWord(keys[at], checker)).map(({ node }) => node)];
}

/** `Object.assign` sets properties, `__proto__` too, where a spread defines them; written-out ones are no foreign keys. */
function isAssign(node: Node): boolean {
  if (!isCallExpression(node) || !isPropertyAccessExpression(node.expression)) return false;
  const { expression, name } = node.expression;
  const [, ...sources] = node.arguments;
  return (
    isIdentifier(expression) &&
    expression.text === "Object" &&
    name.text === "assign" &&
    sources.some(({ kind }) => kind !== SyntaxKind.ObjectLiteralExpression)
  );
}

function isLiteral({ kind }: Node): boolean {
  return kind === SyntaxKind.StringLiteral || kind === SyntaxKind.NumericLiteral;
}

function canBeAnyWord(type: Type | undefined, checker: Checker): boolean {
  if (type === undefined) return true;
  if (type.isUnionType() || type.isIntersectionType()) return type.getTypes().some((one) => canBeAnyWord(one, checker));
  if (type.flags & TypeFlags.TypeParameter) return canBeAnyWord(checker.getBaseConstraintOfType(type), checker);
  const any = TypeFlags.String | TypeFlags.Any | TypeFlags.Unknown | TypeFlags.Object;
  return (type.flags & any) !== 0;
}
