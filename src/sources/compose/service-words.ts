import { goText } from "../../formats/compose/go-text.ts";
import type { ComposeNode, MapNode, ScalarNode, TextPiece } from "../../formats/compose/compose-node.ts";
import { splitWords } from "../../formats/shell/split-words.ts";
import { ownValue, putOwn } from "../../domain/own-value.ts";
import { isHarmless } from "../../secrets/env-by-name.ts";
import { referencedNames, resolveWords } from "../../secrets/variable-references.ts";

/** The words of a service with `${NAME}` for values of variables that may be secret; keys without such values are missing. */
export interface ServiceWords {
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
  /** Words of its health check, in Compose's forms. */
  readonly test?: string | readonly string[];
  readonly variables: Readonly<Record<string, string>>;
}

/** Words of a service in a merged project, including the values of its variables. */
export function serviceWords({ entries }: MapNode): ServiceWords {
  const [entrypoint, command, healthcheck] = [
    entries.get("entrypoint"),
    entries.get("command"),
    entries.get("healthcheck"),
  ];
  const test = healthcheck?.kind === "map" ? healthcheck.entries.get("test") : undefined;
  const names = variableNames([entrypoint, command, test].flatMap(scalarsIn));
  const words = { entrypoint: wordsOf(entrypoint, names), command: wordsOf(command, names) };
  return {
    ...(words.entrypoint && { entrypoint: words.entrypoint }),
    ...(words.command && { command: words.command }),
    ...(test !== undefined &&
      holdsVariables(test) && { test: test.kind === "scalar" ? names.text(test) : listWords(test, names) }),
    variables: names.variables,
  };
}

interface VariableNames {
  /** Values by the names in the words. */
  readonly variables: Record<string, string>;
  /** The text with references. */
  text(node: ScalarNode): string;
  /** The name of a value: the variable's own, with a number if that already has another value. */
  nameOf(variable: string, value: string): string;
}

function variableNames(scalars: readonly ScalarNode[]): VariableNames {
  const variables: Record<string, string> = {};
  const nameOf = (variable: string, value: string): string => {
    for (let number = 1; ; number++) {
      const name = number === 1 ? variable : `${variable}_${number}`;
      const existingValue = ownValue(variables, name);
      if (existingValue !== undefined && existingValue !== value) continue;
      putOwn(variables, name, value);
      return name;
    }
  };
  const names = new Set(scalars.flatMap(({ from = [] }) => from));
  let sign = "DOLLAR";
  while (names.has(sign)) sign = `_${sign}`;
  // `$${PW}` is text for the program, unlike `${PW}`, which is a reference.
  const literal = (text: string): string => {
    const alike = [...referencedNames([text])].filter((name) => names.has(name));
    return alike.reduce((one, name) => one.replaceAll(`\${${name}}`, `\${${nameOf(sign, "$")}}{${name}}`), text);
  };
  const text = (node: ScalarNode): string =>
    piecesOf(node)
      .map((piece) => {
        if ("text" in piece) return literal(piece.text);
        const { variable, value } = piece;
        return isHarmless(variable, value) ? literal(value) : `\${${nameOf(variable, value)}}`;
      })
      .join("");
  return { variables, text, nameOf };
}

function wordsOf(node: ComposeNode | undefined, names: VariableNames): readonly string[] | undefined {
  if (node === undefined || !holdsVariables(node)) return undefined;
  return node.kind === "scalar" ? splitText(node, names) : listWords(node, names);
}

function listWords(node: ComposeNode, names: VariableNames): string[] {
  return node.kind === "list" ? node.items.flatMap((item) => (item.kind === "scalar" ? [names.text(item)] : [])) : [];
}

/**
 * Compose splits a text into words after substitution. If the values contain no separators, the text with references
 * is split likewise; each part of a value with several words is a separate word.
 */
function splitText(node: ScalarNode, names: VariableNames): string[] {
  const words = splitWords(goText(node));
  const pieces = piecesOf(node);
  const values = Object.fromEntries(
    pieces.flatMap((piece) => ("text" in piece ? [] : [[piece.variable, piece.value]])),
  );
  const plain = splitWords(pieces.map((piece) => ("text" in piece ? piece.text : `\${${piece.variable}}`)).join(""));
  if (resolveWords(plain, values).join("\0") === words.join("\0")) return splitWords(names.text(node));
  const ofFile = new Set(pieces.flatMap((piece) => ("text" in piece ? splitWords(piece.text) : [])));
  const [first = "WORD"] = node.from ?? [];
  return words.map((word) =>
    ofFile.has(word) || isHarmless(first, word) ? word : `\${${names.nameOf(`${first}_WORD`, word)}}`,
  );
}

function piecesOf(node: ScalarNode): readonly TextPiece[] {
  return node.pieces ?? [{ text: goText(node) }];
}

function holdsVariables(node: ComposeNode): boolean {
  return scalarsIn(node).some(({ pieces }) => pieces !== undefined);
}

function scalarsIn(node: ComposeNode | undefined): ScalarNode[] {
  if (node === undefined) return [];
  if (node.kind === "scalar") return [node];
  return node.kind === "list" ? node.items.flatMap(scalarsIn) : [];
}
