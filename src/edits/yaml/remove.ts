import { isMap, visit, type Node, type YAMLMap, type YAMLSeq } from "yaml";
import type { Edited } from "./edited.ts";
import { commentsOf } from "./comments.ts";
import { columnOf, isBlockScalar, keepsBlanks, lineEndOf } from "./lines.ts";
import {
  dashOf,
  endOfItem,
  endOfPair,
  isBlockMap,
  isBlockSeq,
  lastNode,
  separators,
  startOf,
  type YamlEdit,
} from "./tokens.ts";
import { resolveYamlPath, type PathSegment, type YamlPlace } from "./yaml-path.ts";
import { type NotEdited, type YamlText } from "./yaml-text.ts";
import { lineAt } from "../../text/locate.ts";

/**
 * Removes a key or an item of a list; a list goes with its last item, and a map that loses its last key becomes `{}`. Comments stay: those on
 * removed lines on separate lines.
 */
export function removeAt(yaml: YamlText, place: YamlPlace): Edited {
  const way = resolveYamlPath(yaml, place);
  if ("refused" in way) return way;
  const step = way.steps.at(-1);
  if (way.rest.length > 0 || step === undefined) return { refused: `${String(place.path.at(-1))} is not there` };
  if (holdsShared(yaml, step.node))
    return { refused: `line ${lineAt(yaml.text, startOf(step.node))}: a part of it is used elsewhere by an alias` };
  if (step.index !== undefined && step.holder.items.length === 1) {
    const list = way.steps.at(-2);
    if (list?.pair !== undefined) return removeAt(yaml, { ...place, path: place.path.slice(0, -1) });
  }
  const edit =
    isBlockMap(step.holder) || isBlockSeq(step.holder) ? fromBlock(yaml, step, way.steps.at(-2)) : fromFlow(yaml, step);
  return "refused" in edit ? edit : { edits: [edit], changes: [{ ...place, made: "gone" }] };
}

function holdsShared({ shared }: YamlText, node: Node | null): boolean {
  let isShared = false;
  if (node !== null)
    visit(node, (_, child) => {
      if (shared.has(child as Node)) isShared = true;
      return isShared ? visit.BREAK : undefined;
    });
  return isShared;
}

function fromBlock(yaml: YamlText, step: PathSegment, outer: PathSegment | undefined): YamlEdit | NotEdited {
  const { text, eol } = yaml;
  const { holder } = step;
  const [start, next, end] = spanOf(holder, step);
  const lineStart = start - columnOf(yaml, start);
  const startsLine = text.slice(lineStart, start).trim() === "";
  const last = step.node;
  const lineEnd = isBlockScalar(last) ? lineEndOf(yaml, Math.max(start, end - 1)) : lineEndOf(yaml, end);
  if (!isBlockScalar(last) && !/^[ \t]*(?:[ \t]#.*)?$/.test(text.slice(end, lineEnd)))
    return { refused: `line ${lineAt(text, end)}: something else stands behind it` };
  if (takesUp(yaml, holder, step, lineEnd))
    return { refused: `line ${lineAt(text, start)}: the text above it would take up the comment below` };
  const comments = commentsOf(text.slice(start, lineEnd)).map((comment) => comment.text.trimEnd());
  const indent = text.slice(lineStart, start);
  if (holder.items.length === 1) {
    // Never nothing: the map would be gone, too.
    const colon = outer?.pair === undefined ? undefined : endOfMarks(outer);
    const gap = colon === undefined ? "x" : text.slice(colon, start);
    const braces = isMap(holder) ? "{}" : "[]";
    if (colon !== undefined && gap.trim() === "" && comments.length === 0)
      return { start: colon, end: lineEnd, text: ` ${braces}` };
    if (!startsLine) return { refused: `line ${lineAt(text, start)}: it shares its line with what stands before it` };
    return {
      start: lineStart,
      end: lineEnd,
      text: [...comments.map((comment) => indent + comment), indent + braces].join(eol),
    };
  }
  if (!startsLine) {
    // The first key of an item: the next one moves up to the dash.
    if (next === undefined || comments.length > 0 || commentsOf(text.slice(lineEnd, next)).length > 0)
      return { refused: `line ${lineAt(text, start)}: it shares its line with what stands before it` };
    return { start, end: next, text: "" };
  }
  const commentLines = comments.map((comment) => indent + comment).join(eol);
  if (commentLines !== "") return { start: lineStart, end: lineEnd, text: commentLines };
  const lineFeed = text.indexOf("\n", lineEnd);
  return { start: lineStart, end: lineFeed === -1 ? text.length : lineFeed + 1, text: "" };
}

/** Whether a block scalar above would absorb blank lines or an indented comment below. */
function takesUp({ text }: YamlText, holder: YAMLMap | YAMLSeq, { pair, index }: PathSegment, end: number): boolean {
  const at = pair !== undefined && isMap(holder) ? holder.items.indexOf(pair) : (index ?? 0);
  const previousNode = lastNode(isMap(holder) ? holder.items[at - 1]?.value : holder.items[at - 1]);
  if (!isBlockScalar(previousNode)) return false;
  const next = text.slice(end, end + 4096).replace(/^\r?\n/, "");
  return (keepsBlanks(previousNode) && /^[ \t]*(?:\r?\n|$)/.test(next)) || /^\s*\n[ \t]+#|^[ \t]+#/.test(next);
}

/** Where a pair or an item begins, where the next one does, and where it ends. */
function spanOf(
  holder: YAMLMap | YAMLSeq,
  { pair, index }: PathSegment,
): [start: number, next: number | undefined, end: number] {
  if (pair !== undefined && isMap(holder)) {
    const next = holder.items[holder.items.indexOf(pair) + 1];
    return [startOf(pair.key as Node), next === undefined ? undefined : startOf(next.key as Node), endOfPair(pair)];
  }
  if (index === undefined || !isBlockSeq(holder)) return [0, undefined, 0];
  const next = index + 1 < holder.items.length ? dashOf(holder, index + 1) : undefined;
  return [dashOf(holder, index), next, endOfItem(holder, index)];
}

function endOfMarks({ pair }: PathSegment): number | undefined {
  const token =
    pair &&
    separators(pair)
      .filter(({ type }) => !["space", "newline", "comment"].includes(type))
      .at(-1);
  return token && token.offset + token.source.length;
}

/** With one of the adjacent commas. */
function fromFlow({ text }: YamlText, { holder, pair, index }: PathSegment): YamlEdit | NotEdited {
  const at = pair !== undefined && isMap(holder) ? holder.items.indexOf(pair) : (index ?? 0);
  const spans = isMap(holder)
    ? holder.items.map((item) => [startOf(item.key as Node), endOfPair(item)] as const)
    : holder.items.map((item) => [startOf(item as Node | null), (item as Node | null)?.range?.[1] ?? 0] as const);
  const [start, end] = [
    (spanIndex: number) => spans[spanIndex]?.[0] ?? 0,
    (spanIndex: number) => spans[spanIndex]?.[1] ?? 0,
  ];
  if (holder.items.length === 1)
    return { start: startOf(holder as Node), end: holder.range?.[1] ?? 0, text: isMap(holder) ? "{}" : "[]" };
  const edit =
    at + 1 < holder.items.length
      ? { start: start(at), end: start(at + 1), text: "" }
      : { start: end(at - 1), end: end(at), text: "" };
  if (/[&!#]/.test(text.slice(edit.start, edit.end).replaceAll(/"[^"]*"?|'[^']*'?/g, "")))
    return { refused: `line ${lineAt(text, edit.start)}: an anchor, a tag or a comment stands there` };
  return edit;
}
