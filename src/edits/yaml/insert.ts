import { isMap, isScalar, isSeq, type Node, type Scalar } from "yaml";
import type { WrittenValue } from "../../domain/container/data-change.ts";
import type { Edited } from "./edited.ts";
import { belowEnd, columnOf } from "./lines.ts";
import { quotingOf, saying, type Quoting } from "./scalars.ts";
import {
  dashOf,
  endOfItem,
  endOfPair,
  isBlockMap,
  isBlockSeq,
  isFlow,
  isNothing,
  isNull,
  scalarText,
  separators,
  startOf,
  startOfKey,
  type YamlEdit,
  lastNode,
} from "./tokens.ts";
import { resolveYamlPath, type PathSegment, type YamlPath, type YamlPlace } from "./yaml-path.ts";
import { writeEntry, writeFlow, writeItem, type Style } from "./write-value.ts";
import { type NotEdited, type YamlText } from "./yaml-text.ts";
import { lineAt } from "../../text/locate.ts";

/**
 * Inserts the key at the end of the path, with missing parent maps, after the last key of the existing map. `quoting` is that
 * of the texts in `value`.
 */
export function insertKey(yaml: YamlText, place: YamlPlace, value: WrittenValue, quoting: Quoting = "plain"): Edited {
  const way = resolveYamlPath(yaml, place);
  if ("refused" in way) return way;
  const [key, ...inner] = way.rest;
  if (typeof key !== "string" || inner.some((step) => typeof step !== "string"))
    return { refused: key === undefined ? `${String(place.path.at(-1))} is there already` : "a list has no such item" };
  const whole = inner.reduceRight<WrittenValue>((nestedValue, step) => ({ [step]: nestedValue }), value);
  const edits = entryInto(yaml, way, key, whole, quoting);
  return "refused" in edits ? edits : { edits, changes: [{ ...place, made: { to: value } }] };
}

function entryInto(
  yaml: YamlText,
  way: YamlPath,
  key: string,
  value: WrittenValue,
  quoting: Quoting,
): readonly YamlEdit[] | NotEdited {
  const style = styleOf(yaml, way, quoting);
  const last = way.steps.at(-1);
  const node = last === undefined ? way.top : last.node;
  if (isBlockMap(node) && node.items.length > 0) {
    const [first] = node.items;
    const pair = node.items.at(-1);
    if (pair === undefined || first === undefined) return { refused: "it is empty" };
    const indent = columnOf(yaml, startOfKey(node, first.key as Node));
    return below(
      yaml,
      endOfPair(pair),
      pair.value,
      `${" ".repeat(indent)}${writeEntry(key, value, indent, style)}`,
      key,
    );
  }
  const final = isMap(node) && isFlow(node) ? node.items.at(-1) : undefined;
  if (final !== undefined) {
    const at = endOfPair(final);
    return [{ start: at, end: at, text: `, ${writeFlow({ [key]: value }, quoting).slice(2, -2)}`, slot: key }];
  }
  const empty = isMap(node) && isFlow(node);
  if (!empty && !isNull(node)) return { refused: `line ${lineAt(yaml.text, startOf(node))}: it is no map` };
  if (last?.pair === undefined || !isBlockMap(last.holder)) {
    if (!empty) return { refused: "nothing is written there" };
    return [{ start: startOf(node), end: node.range?.[1] ?? 0, text: writeFlow({ [key]: value }, quoting) }];
  }
  const indent = columnOf(yaml, startOfKey(last.holder, last.pair.key as Node)) + style.step;
  return intoEmpty(yaml, last, `${" ".repeat(indent)}${writeEntry(key, value, indent, style)}`, key);
}

/** Appends to the list at the end of the path; where there is none, the list is made, and a single text becomes its first item. */
export function appendItem(yaml: YamlText, place: YamlPlace, item: WrittenValue, quoting: Quoting = "plain"): Edited {
  const way = resolveYamlPath(yaml, place);
  if ("refused" in way) return way;
  if (way.rest.length > 0) return insertKey(yaml, place, [item], quoting);
  const last = way.steps.at(-1);
  const node = last?.node ?? null;
  const changes = [{ ...place, made: { appended: item } }];
  const style = styleOf(yaml, way, quoting);
  const itemQuoting = (isSeq(node) && isScalar(node.items[0]) && quotingOf(node.items[0])) || quoting;
  const itemStyle: Style = { ...style, quoting: itemQuoting };
  if (isBlockSeq(node) && node.items.length > 0) {
    const index = node.items.length - 1;
    const column = columnOf(yaml, dashOf(node, 0));
    const line = `${" ".repeat(column)}- ${writeItem(item, column + 2, itemStyle)}`;
    const edits = below(yaml, endOfItem(node, index), node.items[index], line, line);
    return "refused" in edits ? edits : { edits, changes };
  }
  if (isSeq(node) && isFlow(node)) {
    const end = (node.items.at(-1) as Node | undefined)?.range?.[1];
    const text = writeFlow(item, itemQuoting);
    if (end !== undefined) return { edits: [{ start: end, end, text: `, ${text}`, slot: text }], changes };
    return { edits: [{ start: startOf(node), end: node.range?.[1] ?? 0, text: `[${text}]` }], changes };
  }
  if (isNull(node) && last?.pair !== undefined && isBlockMap(last.holder)) {
    const indent = columnOf(yaml, startOfKey(last.holder, last.pair.key as Node)) + style.listIndent;
    const line = `${" ".repeat(indent)}- ${writeItem(item, indent + 2, style)}`;
    const edits = intoEmpty(yaml, last, line, line);
    return "refused" in edits ? edits : { edits, changes };
  }
  if (
    isScalar(node) &&
    node.range &&
    isSingleText(node) &&
    !yaml.text.slice(node.range[0], node.range[1]).includes("\n")
  ) {
    const old = writeFlow(scalarText(node) ?? "", quotingOf(node));
    const edits = [{ start: startOf(node), end: node.range[1], text: `[${old}, ${writeFlow(item, quotingOf(node))}]` }];
    return { edits, changes: [{ ...place, made: { listed: item } }] };
  }
  return { refused: `line ${lineAt(yaml.text, startOf(node))}: it is no list` };
}

/** A plain one that all readers parse as a text, or a quoted one, without anchor and tag. */
function isSingleText(node: Scalar): boolean {
  const marked = node.anchor !== undefined || (node.tag?.startsWith("!") ?? false);
  return !marked && saying(scalarText(node) ?? "", node.type === "PLAIN").startsWith("text ");
}

function below(
  yaml: YamlText,
  end: number,
  last: unknown,
  lines: string,
  slot: string,
): readonly YamlEdit[] | NotEdited {
  const at = belowEnd(yaml, end, lastNode(last));
  if (at === undefined) return { refused: `line ${lineAt(yaml.text, end)}: no line can be put below it` };
  return [{ start: at, end: at, text: `${yaml.eol}${lines}`, slot }];
}

/** Below the key of a pair that says nothing, `~` or `{}`, which goes. */
function intoEmpty(
  yaml: YamlText,
  { pair, node }: PathSegment,
  lines: string,
  slot: string,
): readonly YamlEdit[] | NotEdited {
  if (pair === undefined) return { refused: "it has no key" };
  const marks = separators(pair)
    .filter(({ type }) => !["space", "newline", "comment"].includes(type))
    .at(-1);
  const from = (marks?.offset ?? 0) + (marks?.source.length ?? 0);
  const nothing = isNothing(node);
  const end = nothing ? from : (node?.range?.[1] ?? from);
  const insertion = below(yaml, end, undefined, lines, slot);
  if ("refused" in insertion || nothing) return insertion;
  if (yaml.text.slice(from, end).includes("\n"))
    return { refused: `line ${lineAt(yaml.text, from)}: the value stands on another line than its key` };
  return [{ start: from, end, text: "" }, ...insertion];
}

function styleOf(yaml: YamlText, { steps, top }: YamlPath, quoting: Quoting): Style {
  const nodes = [top, ...steps.map(({ node }) => node)].filter(isBlockMap);
  const columns = nodes.flatMap((map) => {
    const [first] = map.items;
    return first === undefined ? [] : [columnOf(yaml, startOfKey(map, first.key as Node))];
  });
  const [outer, inner] = columns.slice(-2);
  const step =
    outer !== undefined && inner !== undefined && inner > outer && nodes.length === columns.length ? inner - outer : 2;
  // From a map in a list to one above it are more columns than from map to map.
  return {
    eol: yaml.eol,
    step: steps.some(({ index }) => index !== undefined) ? 2 : step,
    listIndent: yaml.listIndent,
    quoting,
  };
}
