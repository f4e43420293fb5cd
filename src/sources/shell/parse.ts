import { forEachChild, parse, type Command, type Statement, type SyntaxNode, type Word } from "unbash";
import type { ShellCommand, ShellWord } from "../dockerfile/syntax.ts";
import { joinPieces, sourceSpan, type JoinedText } from "../dockerfile/joined-text.ts";
import { nestedScript, programOf, skipWrappers, type ShellArgument } from "./see-through.ts";

/** Enough for any real `sh -c "bash -c '...'"`; it bounds the work on hostile input. */
const deepest = 4;

type After = ShellCommand["after"];

interface Context {
  readonly joined: JoinedText;
  readonly depth: number;
  readonly commands: ShellCommand[];
  readonly problems: string[];
}

/** The commands of a shell body in the order they are written; spans are offsets of the source behind `joined`. */
export function parseShell(
  joined: JoinedText,
  depth = 0,
): { readonly commands: readonly ShellCommand[] } | { readonly problem: string } {
  const context: Context = { joined, depth, commands: [], problems: [] };
  visit(parse(joined.text), { after: "start", topLevel: true }, context);
  const [problem] = context.problems;
  return problem === undefined ? { commands: context.commands } : { problem };
}

/** Why a shell would not take `body` (continuations already joined, as Docker hands it over), or undefined. */
export function shellProblem(body: string): string | undefined {
  const parsed = parseShell(joinPieces([{ text: body, at: 0 }]));
  return "problem" in parsed ? parsed.problem : undefined;
}

interface Place {
  readonly after: After;
  readonly topLevel: boolean;
}

function visit(node: SyntaxNode, place: Place, context: Context): void {
  switch (node.type) {
    case "Script":
      // A script inside escaped backticks has positions of its own, which cannot be told in the source.
      if (node.source !== undefined) return;
      if ("errors" in node) context.problems.push(...(node.errors ?? []).map((error) => error.message));
      visitList(node.commands, place, context);
      return;
    case "CompoundList":
      visitList(node.commands, place, context);
      return;
    case "Statement":
      visit(node.command, place, context);
      return;
    case "AndOr":
      node.commands.forEach((command, index) => {
        visit(command, { ...place, after: index === 0 ? place.after : (node.operators[index - 1] ?? "&&") }, context);
      });
      return;
    case "Pipeline":
      node.commands.forEach((command, index) => {
        visit(command, { ...place, after: index === 0 ? place.after : "|" }, context);
      });
      return;
    case "Command":
      visitCommand(node, place, context);
      return;
    case "TestCommand":
    case "ArithmeticCommand": {
      const text = node.type === "TestCommand" ? "[[" : "((";
      const word = { text, span: sourceSpan(context.joined, node.pos, node.pos + 2), literal: true };
      const span = sourceSpan(context.joined, node.pos, node.end);
      context.commands.push({ span, name: text, words: [word], ...place });
      visitChildren(node, place, context);
      return;
    }
    case "CommandExpansion":
    case "ProcessSubstitution":
      if (node.script !== undefined) visit(node.script, { after: "start", topLevel: false }, context);
      return;
    case "Redirected":
    case "Coproc":
    case "Function":
    case "Subshell":
    case "BraceGroup":
    case "If":
    case "Elif":
    case "For":
    case "ArithmeticFor":
    case "Select":
    case "While":
    case "Case":
    case "CaseItem":
      visitChildren(node, { ...place, topLevel: false }, context);
      return;
    default:
      visitChildren(node, place, context);
  }
}

/** Of the lists inside a compound command, the first stands where the compound stands. */
function visitChildren(node: SyntaxNode, place: Place, context: Context): void {
  let { after } = place;
  forEachChild(node, (child) => {
    visit(child, { ...place, after }, context);
    if (child.type === "CompoundList") after = ";";
  });
}

function visitList(statements: readonly Statement[], place: Place, context: Context): void {
  let { after } = place;
  for (const statement of statements) {
    visit(statement, { ...place, after }, context);
    after = statement.background === true ? "&" : ";";
  }
}

function visitCommand(node: Command, place: Place, context: Context): void {
  const { joined, depth, commands } = context;
  const all = [...(node.name === undefined ? [] : [node.name]), ...node.args].map(argument);
  const words = skipWrappers(all);
  const span = sourceSpan(joined, node.pos, node.end);
  const script = depth < deepest ? nestedScript(words, joined) : undefined;
  const nested = script === undefined ? undefined : parseShell(script, depth + 1);
  if (nested !== undefined && "commands" in nested && nested.commands.length > 0) {
    nested.commands.forEach((command, index) => {
      commands.push({ ...command, topLevel: false, ...(index === 0 ? { after: place.after } : {}) });
    });
  } else {
    const name = programOf(words[0]);
    const shellWords = words.map(({ text, literal, pos, end }): ShellWord => ({
      text,
      literal,
      span: sourceSpan(joined, pos, end),
    }));
    commands.push({ span, ...(name === undefined ? {} : { name }), words: shellWords, ...place });
  }
  forEachChild(node, (child) => visit(child, { after: "start", topLevel: false }, context));
}

function argument(node: Command["args"][number]): ShellArgument {
  const { pos, end } = node;
  if (node.type === "Word") return { text: node.value, raw: node.text, literal: isLiteral(node), pos, end };
  const { value } = node;
  const plain = value.type === "Word" && node.append !== true && node.index === undefined;
  return {
    text: plain ? `${node.name}=${value.value}` : node.text,
    raw: node.text,
    literal: plain && isLiteral(value),
    pos,
    end,
  };
}

function isLiteral({ text, parts = [] }: Word): boolean {
  if (text.startsWith("~")) return false;
  return parts.every(
    (part) =>
      part.type === "Literal" ||
      part.type === "SingleQuoted" ||
      (part.type === "DoubleQuoted" && part.parts.every((child) => child.type === "Literal")),
  );
}
