import {
  forEachChild,
  parse,
  type Command,
  type HereDoc,
  type Redirection,
  type Statement,
  type SyntaxNode,
  type Word,
} from "unbash";
import type { ShellCommand, ShellRedirect, ShellWord } from "../../domain/dockerfile/syntax.ts";
import { joinPieces, sliceJoined, sourceSpan, type JoinedText } from "./joined-text.ts";
import {
  nestedScript,
  programOf,
  readsScript,
  runsScript,
  skipLaunchers,
  sourceIn,
  type ShellArgument,
} from "./see-through.ts";

/** Enough for any real `sh -c "bash -c '...'"`; it bounds the work on hostile input. */
const deepest = 4;

type Connector = ShellCommand["after"];

interface Context {
  readonly joined: JoinedText;
  readonly depth: number;
  readonly commands: ShellCommand[];
  readonly problems: string[];
  /** The source is JSON, which writes it otherwise than a shell reads it. */
  readonly inJson: boolean;
}

/** The commands of a shell body in the order they are written; spans are offsets of the source of `joined`. */
export function parseShell(
  joined: JoinedText,
  depth = 0,
  inJson = false,
): { readonly commands: readonly ShellCommand[] } | { readonly problem: string } {
  const context: Context = { joined, depth, commands: [], problems: [], inJson };
  visit(parse(joined.text), { after: "start", topLevel: true }, context);
  const [problem] = context.problems;
  return problem === undefined ? { commands: context.commands } : { problem };
}

/** Why a shell would refuse `body` (continuations already joined, as Docker passes it), or undefined. */
export function shellProblem(body: string): string | undefined {
  const parsed = parseShell(joinPieces([{ text: body, at: 0 }]));
  return "problem" in parsed ? parsed.problem : undefined;
}

interface Place {
  readonly after: Connector;
  readonly topLevel: boolean;
  readonly pipeline?: number;
}

function visit(node: SyntaxNode, place: Place, context: Context): void {
  switch (node.type) {
    case "Script":
      // A script inside escaped backticks has separate positions, which cannot be mapped to the source.
      if (node.source !== undefined) return;
      if ("errors" in node) for (const { message } of node.errors ?? []) context.problems.push(message);
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
    case "Pipeline": {
      // Told apart by where they begin.
      const pipeline = node.commands.length > 1 ? sourceSpan(context.joined, node.pos, node.end).start : undefined;
      const within = pipeline === undefined ? place : { ...place, pipeline };
      node.commands.forEach((command, index) => {
        visit(command, index === 0 ? within : { ...within, after: "|" }, context);
      });
      return;
    }
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

/** Of the lists inside a compound command, the first has the position of the compound. */
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
  const { joined, depth, commands, inJson } = context;
  const commandArguments = [...(node.name === undefined ? [] : [node.name]), ...node.args].map(argument);
  const launch = skipLaunchers(commandArguments, sourceIn(joined));
  const fed = depth < deepest && readsScript(launch.words) ? scriptOf(node.redirects, joined) : undefined;
  const script = fed?.script ?? (depth < deepest ? nestedScript(launch.words, joined) : undefined);
  const nested = script === undefined ? undefined : parseShell(script, depth + 1, inJson);
  const common = {
    ...(place.pipeline === undefined ? {} : { pipeline: place.pipeline }),
    ...(launch.wrappers.length === 0 ? {} : { wrappers: launch.wrappers }),
    ...assignmentsOf(node, launch.assignments, joined),
    ...redirectsOf(node.redirects, joined),
  };
  const runner = programOf(launch.words[0]) ?? "";
  const outer = runsScript(runner) ? [...launch.wrappers, runner] : launch.wrappers;
  const replaced = nested !== undefined && "commands" in nested && nested.commands.length > 0;
  if (replaced) {
    nested.commands.forEach((command, index) => {
      const wrappers = [...outer, ...(command.wrappers ?? [])];
      commands.push({
        ...common,
        ...command,
        ...(wrappers.length === 0 ? {} : { wrappers }),
        topLevel: false,
        ...(fed === undefined ? { inScript: true as const } : {}),
        ...(index === 0 ? { after: place.after } : {}),
      });
    });
  } else {
    const name = programOf(launch.words[0]);
    const prefix = inJson ? joined.text.slice(node.pos, launch.words[0]?.pos ?? node.end) : "";
    commands.push({
      span: sourceSpan(joined, node.pos, node.end),
      ...(name === undefined ? {} : { name }),
      ...(prefix === "" ? {} : { prefix }),
      words: launch.words.map((word) => shellWord(word, joined)),
      after: place.after,
      topLevel: place.topLevel && !launch.wrappers.includes("xargs"),
      ...(launch.words.some(({ inner }) => inner !== undefined) ? { inScript: true as const } : {}),
      ...common,
    });
  }
  forEachChild(node, (child) => {
    if (!replaced || child !== fed?.heredoc) visit(child, { after: "start", topLevel: false }, context);
  });
}

function shellWord({ text, literal, pos, end, inner }: ShellArgument, joined: JoinedText): ShellWord {
  return { text, literal, span: inner?.span ?? sourceSpan(joined, pos, end) };
}

/** The script that a heredoc passes to a shell's stdin. */
function scriptOf(
  redirects: readonly Redirection[],
  joined: JoinedText,
): { readonly heredoc: HereDoc; readonly script: JoinedText } | undefined {
  const heredoc = redirects.findLast((redirect) => redirect.type === "HereDoc" && redirect.descriptor === undefined);
  if (heredoc?.type !== "HereDoc") return undefined;
  const { pos, end } = heredoc.body;
  if (heredoc.operator === "<<") return { heredoc, script: sliceJoined(joined, pos, end) };
  const lines = [...joined.text.slice(pos, end).matchAll(/^\t*([^\n]*\n?)/gm)];
  const pieces = lines.flatMap(({ 0: line, 1: lineContent = "", index }) => {
    const from = pos + index + line.length - lineContent.length;
    return sliceJoined(joined, from, from + lineContent.length).pieces;
  });
  return { heredoc, script: joinPieces(pieces) };
}

function assignmentsOf(
  { prefix }: Command,
  words: readonly ShellArgument[],
  joined: JoinedText,
): Pick<ShellCommand, "assignments"> {
  if (words.length === 0 && prefix.length === 0) return {};
  const assignments = prefix
    .flatMap((prefixPart) =>
      prefixPart.type === "Assignment"
        ? [{ name: prefixPart.name, span: sourceSpan(joined, prefixPart.pos, prefixPart.end) }]
        : [],
    )
    .concat(words.map((word) => ({ name: word.text.split("=", 1)[0] ?? "", span: shellWord(word, joined).span })));
  return assignments.length === 0 ? {} : { assignments: assignments };
}

function redirectsOf(redirections: readonly Redirection[], joined: JoinedText): Pick<ShellCommand, "redirects"> {
  if (redirections.length === 0) return {};
  const redirects = redirections.flatMap((redirect): ShellRedirect[] => {
    if (redirect.type === "HereDoc" || redirect.target === undefined) return [];
    const { operator, descriptor, target } = redirect;
    const number = descriptor?.type === "FileDescriptor" ? { descriptor: descriptor.value } : {};
    return [{ operator, ...number, target: shellWord(argument(target), joined) }];
  });
  return redirects.length === 0 ? {} : { redirects };
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
