import { checkExpanded } from "../../text/expansion-limit.ts";

/** The lookup of a text's variables. */
export interface Variables {
  value(name: string): string | undefined;
  /** Hears of a variable that has neither value nor default; it is empty then. */
  missing(name: string): void;
  /** Replacement of an unset variable, which then is not refused either where a value is required. */
  unset?(name: string): string;
  /** Hears of each variable whose value became part of the text. */
  used?(name: string): void;
  /** Whether the text after an operator is resolved even if unused; missing variables in it are then not reported twice. */
  readonly resolvesUnused?: boolean;
  /** Creates the error for a form that docker compose refuses. */
  refuse(problem: string): Error;
}

/** No one writes defaults of defaults so deep. */
const deepest = 64;

/**
 * Variables in one value of a Compose file: `$A`, `${A}`, `${A-x}`, `${A:-x}`, `${A?x}`, `${A:?x}`, `${A+x}`, `${A:+x}`, and `$$` for a
 * dollar sign (compose-spec, 12-interpolation.md). Braces close on their own line; other text in braces is refused, and a `$` before
 * anything else stays as it is (seen with Compose 2.26 and 5.6).
 */
export function interpolate(text: string, variables: Variables, depth = 0): string {
  if (depth > deepest) throw variables.refuse("defaults of variables are nested too deeply");
  let out = "";
  let at = 0;
  const namePattern = /[_A-Za-z][_A-Za-z0-9]*/y;
  while (at < text.length) {
    const dollar = text.indexOf("$", at);
    if (dollar === -1) return out + text.slice(at);
    out += text.slice(at, dollar);
    const next = text.charAt(dollar + 1);
    namePattern.lastIndex = dollar + 1;
    const plain = namePattern.exec(text)?.[0];
    if (next === "$") {
      out += "$";
      at = dollar + 2;
    } else if (plain !== undefined) {
      out += resolveVariable(plain, variables);
      checkExpanded(out.length, text);
      at = dollar + 1 + plain.length;
    } else if (next === "{") {
      const [inner, end] = braces(text, dollar, variables);
      out += braced(inner, variables, depth);
      checkExpanded(out.length, text);
      at = end;
    } else {
      out += "$";
      at = dollar + 1;
    }
  }
  return out;
}

/** The text in the braces after `dollar`, and their end: where they balance, else at the line's last one. */
function braces(text: string, dollar: number, variables: Variables): readonly [inner: string, end: number] {
  const lineEnd = text.indexOf("\n", dollar);
  const line = text.slice(dollar, lineEnd === -1 ? text.length : lineEnd);
  const form = /^\$\{[_A-Za-z][_A-Za-z0-9]*(:?[-+?]|\})/.exec(line);
  if (form === null) throw variables.refuse(invalid(text));
  if (form[1] === "}") return [line.slice(2, form[0].length - 1), dollar + form[0].length];
  const last = line.lastIndexOf("}");
  if (last === -1) throw variables.refuse(invalid(text));
  let open = 0;
  for (let at = 0; at <= last; at++) {
    if (line[at] === "}" && --open === 0) return [line.slice(2, at), dollar + at + 1];
    // A closing brace right after an opening one closes nothing.
    if (line[at] === "{") {
      open++;
      at++;
    }
  }
  return [line.slice(2, last), dollar + last + 1];
}

const invalid = (text: string): string =>
  `invalid interpolation format: ${JSON.stringify(text)}. You may need to escape any $ with another $`;

function braced(inner: string, variables: Variables, depth: number): string {
  const [, name = "", operator = "", word = ""] = /^([_A-Za-z][_A-Za-z0-9]*)(:?[-?+])?(.*)$/su.exec(inner) ?? [];
  const variableValue = variables.value(name);
  const set = variableValue !== undefined && (variableValue !== "" || !operator.startsWith(":"));
  const alternative = (): string => interpolate(word, variables, depth + 1);
  if (operator !== "" && variables.resolvesUnused === true)
    interpolate(word, { ...variables, used: () => {} }, depth + 1);
  if (operator.endsWith("+")) return set ? alternative() : "";
  if (set) return resolveVariable(name, variables);
  if (operator.endsWith("-")) return alternative();
  if (operator.endsWith("?") && variables.unset === undefined) {
    const message = alternative();
    throw variables.refuse(`required variable ${name} is missing a value${message === "" ? "" : `: ${message}`}`);
  }
  return resolveVariable(name, variables);
}

function resolveVariable(name: string, variables: Variables): string {
  const variableValue = variables.value(name);
  if (variableValue === undefined) {
    variables.missing(name);
    return variables.unset?.(name) ?? "";
  }
  if (variableValue !== "") variables.used?.(name);
  return variableValue;
}
