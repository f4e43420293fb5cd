/** The character that a letter after a backslash denotes in C (ISO C, 6.4.4.4), where every language that has such escapes agrees. */
export const cEscapes: readonly (readonly [letter: string, char: string])[] = [
  ["a", "\u0007"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["v", "\v"],
  ["\\", "\\"],
];
