import type { Located, SourceLocation } from "../../../domain/container/container-spec.ts";
import type { TextSpan } from "../../../domain/finding/span.ts";
import { byteSize } from "../../../formats/compose/byte-size.ts";
import type { ComposeNode, MapNode, ScalarNode } from "../../../formats/compose/compose-node.ts";
import { goText } from "../../../formats/compose/go-text.ts";
import { unquoted } from "../../../text/unquoted.ts";

type Keys = readonly string[];

/** Values of one service with their locations. Keys start at the service. */
export interface SaidReader {
  readonly at: (...keys: Keys) => ComposeNode | undefined;
  /** Items of a list; a single value counts as one item, a map as none. */
  readonly items: (...keys: Keys) => readonly ComposeNode[];
  readonly said: <Value>(node: ComposeNode, pointer: string, value: Value) => Located<Value>;
  readonly text: (...keys: Keys) => Located<string> | undefined;
  readonly flag: (...keys: Keys) => Located<boolean> | undefined;
  readonly number: (...keys: Keys) => Located<number> | undefined;
  readonly bytes: (...keys: Keys) => Located<number> | undefined;
  readonly texts: (...keys: Keys) => readonly Located<string>[];
  readonly pointer: (...keys: Keys) => string;
}

/** `path` is the path of `top` in the model: `services.web`. `texts` are those of the files, by the names in nodes. */
export function saidReader(top: MapNode, path: string, texts: ReadonlyMap<string, string>): SaidReader {
  const at: SaidReader["at"] = (...keys) =>
    keys.reduce<ComposeNode | undefined>(
      (node, key) => (node?.kind === "map" ? node.entries.get(key) : undefined),
      top,
    );
  const scalar = (keys: Keys): ScalarNode | undefined => {
    const node = at(...keys);
    return node?.kind === "scalar" && node.value !== null ? node : undefined;
  };
  const pointer = (...keys: Keys): string => [path, ...keys].join(".");

  function locateValue<Value>(node: ComposeNode, name: string, value: Value): Located<Value> {
    const span = spanOf(node, texts);
    if (span === undefined) return { value, at: { setting: name }, pointer: name };
    const slice = (texts.get(span.file) ?? "").slice(span.span.start, span.span.end);
    const hidden = isForeign(node);
    const sourceText = hidden ? slice.replace(/\s+/g, " ") : unquoted(slice);
    const whole = wholeOf(node, span);
    return {
      value,
      at: span,
      pointer: name,
      ...(whole && { whole }),
      ...(sourceText !== value && sourceText !== "" && !sourceText.includes("\n") && { written: sourceText }),
      ...(hidden && { hidden }),
    };
  }

  const items: SaidReader["items"] = (...keys) => {
    const node = at(...keys);
    if (node?.kind === "list") return node.items;
    return node?.kind === "scalar" && node.value !== null ? [node] : [];
  };
  const scalarReader =
    <Value>(read: (node: ScalarNode) => Value | undefined) =>
    (...keys: Keys): Located<Value> | undefined => {
      const node = scalar(keys);
      const value = node && read(node);
      return node === undefined || value === undefined ? undefined : locateValue(node, pointer(...keys), value);
    };
  return {
    at,
    items,
    said: locateValue,
    pointer,
    text: scalarReader((node) => goText(node)),
    flag: scalarReader(truth),
    number: scalarReader((node) => amount(goText(node))),
    bytes: scalarReader((node) => byteSize(goText(node)) ?? Number.NaN),
    texts: (...keys) =>
      items(...keys).flatMap((node) =>
        node.kind === "scalar" ? [locateValue(node, pointer(...keys), goText(node))] : [],
      ),
  };
}

/** Whether a part comes from the environment or an env file. */
function isForeign(node: ComposeNode): boolean {
  if (node.kind === "scalar") return node.from !== undefined;
  return (
    node.kind === "map" &&
    [...node.entries.values()].some((child) => child.kind === "scalar" && child.from !== undefined)
  );
}

/** Span of a value, without trailing blanks and comments. */
function spanOf(node: ComposeNode, texts: ReadonlyMap<string, string>): TextSpan | undefined {
  const { file, span } = node.place;
  const text = texts.get(file);
  if (span === undefined || text === undefined) return undefined;
  const length = text.slice(span.start, span.end).trimEnd().length;
  return { file, span: { start: span.start, end: span.start + length } };
}

/** The key with its value, where both are adjacent. */
function wholeOf({ key, aliased }: ComposeNode, { file, span }: TextSpan): TextSpan | undefined {
  if (key?.span === undefined || aliased === true || key.file !== file || key.span.start > span.start) return undefined;
  return { file, span: { start: key.span.start, end: Math.max(key.span.end, span.end) } };
}

/** The location of a key, or of the value if there is no key. */
export function keyPlace(node: ComposeNode, texts: ReadonlyMap<string, string>, name: string): SourceLocation {
  const { key } = node;
  if (key?.span !== undefined && texts.has(key.file)) return { file: key.file, span: key.span };
  return spanOf(node, texts) ?? { setting: name };
}

/** NaN for a text with a variable in it. */
function amount(text: string): number {
  return text.trim() === "" ? Number.NaN : Number(text);
}

/** Compose files may write booleans as texts, too; an unset variable is neither. */
function truth({ value }: ScalarNode): boolean | undefined {
  if (typeof value === "boolean") return value;
  const word = String(value).toLowerCase();
  if (/^(?:true|y|yes|on)$/.test(word)) return true;
  return /^(?:false|n|no|off)$/.test(word) ? false : undefined;
}
