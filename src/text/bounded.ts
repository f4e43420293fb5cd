/** A pattern that takes more than linear time, guarded by a limit on the length of the text. */
export interface BoundedPattern {
  test(text: string): boolean;
  /** Null for a text that is longer, as for one that does not fit. */
  exec(text: string): RegExpExecArray | null;
}

/** `maxLength`: UTF-16 units of the longest text that may match; a longer one never does. `test/regexps.test.ts` demands a limit of at most 1,024. */
export function bounded(pattern: RegExp, maxLength: number): BoundedPattern {
  return {
    test: (text) => text.length <= maxLength && pattern.test(text),
    exec: (text) => (text.length <= maxLength ? pattern.exec(text) : null),
  };
}

/** `first`, then `laterPattern` further on in the same line; a line is tested once, however often `first` matches in it. */
export function inOrder(first: RegExp, laterPattern: RegExp): Pick<RegExp, "test"> {
  return {
    test: (text) =>
      text.split("\n").some((line) => {
        const firstMatch = first.exec(line);
        return firstMatch !== null && laterPattern.test(line.slice(firstMatch.index + firstMatch[0].length));
      }),
  };
}
