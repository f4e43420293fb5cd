/** A pattern that takes more than linear time, behind a limit on the length of the text. */
export interface BoundedPattern {
  test(text: string): boolean;
  /** Null for a text that is longer, as for one that does not fit. */
  exec(text: string): RegExpExecArray | null;
}

/** `most`: UTF-16 units of the longest text that it is compared with; a longer one does not fit. `test/regexps.test.ts` demands a limit of at most 1,024. */
export function bounded(pattern: RegExp, most: number): BoundedPattern {
  return {
    test: (text) => text.length <= most && pattern.test(text),
    exec: (text) => (text.length <= most ? pattern.exec(text) : null),
  };
}

/** `first`, and `rest` somewhere behind it in the same line; a line is looked at once, however often it holds `first`. */
export function inOrder(first: RegExp, rest: RegExp): Pick<RegExp, "test"> {
  return {
    test: (text) =>
      text.split("\n").some((line) => {
        const found = first.exec(line);
        return found !== null && rest.test(line.slice(found.index + found[0].length));
      }),
  };
}
