import type { Document } from "yaml";

/**
 * The value of a YAML document. What only shows when aliases are followed (an unknown name, a handful of lines that stand for millions) and
 * what nests too deeply is handed to `refuse` in words.
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

/** An error of the parser in one line; where it ran out of stack it says that in words of the engine that runs it. */
export function yamlProblem({ message }: Error): string {
  return /call stack/i.test(message) ? "it is nested too deeply" : (message.split("\n")[0] ?? message);
}
