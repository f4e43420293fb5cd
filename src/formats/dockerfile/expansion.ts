import { checkExpanded } from "../../text/expansion-limit.ts";

/** A word as Docker expands it: quotes removed, variables replaced (frontend/dockerfile/shell/lex.go). */
export interface Expanded {
  /** Meaningful when `literal`. */
  readonly value: string;
  /** False when it holds a variable whose value is unknown here. */
  readonly literal: boolean;
  /** Why Docker cannot expand the word. */
  readonly problem?: string;
}

/** Value of a variable; undefined when it is surely unset, null when it cannot be determined. */
export type Lookup = (name: string) => string | undefined | null;

interface Options {
  readonly escape: string;
  /** False in the body of a heredoc, where quotes are text. */
  readonly quotes?: boolean;
  readonly lookup?: Lookup;
  /** True where BuildKit leaves unset variables as they are, and with them any `${NAME:...}`. */
  readonly keepsUnset?: boolean;
}

interface State extends Required<Options> {
  readonly text: string;
  at: number;
  literal: boolean;
  depth: number;
}

/** No real word nests deeper; it bounds the work on hostile input. */
const deepest = 100;

class BadWord extends Error {}
class TooDeep extends Error {}

/** Throws `Failure` (`too-complex`) where variables make the word too long. */
export function expandWord(text: string, options: Options): Expanded {
  if (!/["'$]/.test(text) && !text.includes(options.escape)) return { value: text, literal: true };
  const state: State = {
    quotes: true,
    lookup: () => null,
    keepsUnset: false,
    ...options,
    text,
    at: 0,
    literal: true,
    depth: 0,
  };
  try {
    const value = readUntil(state, "");
    return { value, literal: state.literal };
  } catch (error) {
    if (error instanceof TooDeep) return { value: "", literal: false };
    if (!(error instanceof BadWord)) throw error;
    return { value: "", literal: false, problem: error.message };
  }
}

function readUntil(state: State, stop: string): string {
  const { text, escape, quotes } = state;
  let value = "";
  while (state.at < text.length) {
    const char = text.charAt(state.at);
    if (char === stop) {
      state.at++;
      return value;
    }
    if (char === "$") {
      value += readVariable(state);
      checkExpanded(value.length, text);
    } else if (quotes && char === "'") value += readSingle(state);
    else if (quotes && char === '"') value += readDouble(state);
    else if (char === escape) {
      value += text.charAt(state.at + 1);
      state.at += 2;
    } else {
      value += char;
      state.at++;
    }
  }
  if (stop !== "") throw new BadWord(`a "\${" is never closed by "}"`);
  return value;
}

function readSingle(state: State): string {
  const end = state.text.indexOf("'", state.at + 1);
  if (end === -1) throw new BadWord("a single quote (') is never closed");
  const value = state.text.slice(state.at + 1, end);
  state.at = end + 1;
  return value;
}

function readDouble(state: State): string {
  const { text, escape } = state;
  let value = "";
  state.at++;
  while (state.at < text.length) {
    const char = text.charAt(state.at);
    if (char === '"') {
      state.at++;
      return value;
    }
    if (char === "$") {
      value += readVariable(state);
      checkExpanded(value.length, text);
      continue;
    }
    const next = text.charAt(state.at + 1);
    const escaped = char === escape && next !== "" && (next === '"' || next === "$" || next === escape);
    if (char !== escape || next !== "") value += escaped ? next : char;
    state.at += escaped ? 2 : 1;
  }
  throw new BadWord('a double quote (") is never closed');
}

function readVariable(state: State): string {
  const { text } = state;
  state.at++;
  if (text.charAt(state.at) !== "{") {
    const name = readName(state);
    return name === "" ? "$" : valueOf(state, name);
  }
  state.at++;
  const first = text.charAt(state.at);
  if (first === "") throw new BadWord(`a "\${" is never closed by "}"`);
  if ("{}:".includes(first)) throw new BadWord(`"\${${first}" names no variable`);
  const name = readName(state);
  let operator = text.charAt(state.at++);
  if (operator === "}") return valueOf(state, name);
  const colon = operator === ":";
  if (colon) operator = text.charAt(state.at++);
  if (operator === "" && state.at > text.length) throw new BadWord(`"\${${name}" is never closed by "}"`);
  const isSupported = colon ? state.keepsUnset || "+-?".includes(operator) : "+-?#%/".includes(operator);
  if (!isSupported) {
    throw new BadWord(`Docker does not know "\${${name}${colon ? ":" : ""}${operator}...}"`);
  }
  if (++state.depth > deepest) throw new TooDeep();
  const word = operator === "/" ? readReplacement(state) : readUntil(state, "}");
  state.depth--;
  return applied(state, name, operator, colon, word);
}

function readReplacement(state: State): string {
  if (state.text.charAt(state.at) === "/") state.at++;
  readUntil(state, "/");
  return readUntil(state, "}");
}

function applied(state: State, name: string, operator: string, colon: boolean, word: string): string {
  const value = state.lookup(name);
  if (value === null) {
    state.literal = false;
    return "";
  }
  const isUnset = value === undefined || (colon && value === "");
  if (operator === "-") return isUnset ? word : value;
  if (operator === "+") return isUnset ? "" : word;
  if (operator === "?" && isUnset) state.literal = false;
  // Values trimmed by a pattern are not evaluated: nothing here depends on them.
  else if (operator !== "?" && !isUnset) state.literal = false;
  return value ?? "";
}

function valueOf(state: State, name: string): string {
  const value = state.lookup(name);
  if (value === null) state.literal = false;
  return value ?? "";
}

/** Letters, digits and `_`; digits alone when it begins with one; else a single special parameter. */
function readName(state: State): string {
  const pattern = /\d+|[@*#?\-$!]|[\p{L}\p{Nd}_]+/uy;
  pattern.lastIndex = state.at;
  const name = pattern.exec(state.text)?.[0] ?? "";
  state.at += name.length;
  return name;
}
