import type { Document } from "yaml";

/**
 * The value of a YAML document. Calls `refuse` with a message for errors that appear only when aliases are resolved
 * (an unknown name, a few lines that expand to millions) and for excessive nesting.
 */
export function yamlValue(
  document: Document.Parsed,
  maxAliasCount: number,
  refuse: (problem: string) => Error,
): unknown {
  try {
    return document.toJS({ maxAliasCount }) as unknown;
  } catch (cause) {
    const { message } = cause as Error;
    if (/Excessive alias count/.test(message)) throw refuse(`its aliases stand for more than ${maxAliasCount} values`);
    if (cause instanceof RangeError) throw refuse("it is nested too deeply");
    throw refuse(message.split("\n")[0] ?? "it cannot be read");
  }
}

/** A parser error in one line; a stack overflow has the JavaScript engine's own message. */
export function yamlProblem({ message }: Error): string {
  return /call stack/i.test(message) ? "it is nested too deeply" : (message.split("\n")[0] ?? message);
}
