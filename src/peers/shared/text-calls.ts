const calls = {
  "apt-get install": [/apt-get /g, /^(?:--?[a-zA-Z]+ *)*install/],
  "apk add": [/apk /g, /^(?:--?[a-zA-Z]+ *)*add/],
  "dnf install": [/dnf /g, /^(?:--?[a-zA-Z]+ *)*(?:in|rei)n?(?:stall)?/],
  "yum install": [/yum /g, /^(?:--?[a-zA-Z]+ *)*(?:group|local)?install/],
  "yum plain install": [/yum /g, /^(?:-[a-zA-Z]+ *)*install/],
  "zypper in": [/zypper /g, /^(?:--?[a-zA-Z]+ *)*in(?:stall)?/],
  "zypper install": [/zypper /g, /^(?:--?[a-zA-Z]+ *)*install/],
  "pip install": [/pip3? /g, /^(?:--?[a-zA-Z]+ *)*install/],
  "gem install": [/gem /g, /^(?:--?[a-zA-Z]+ *)*install/],
} as const satisfies Record<string, readonly [program: RegExp, verb: RegExp]>;

/** What linters that read text look for: a program, options of letters, and a verb. */
export type TextCall = keyof typeof calls;

/**
 * The first such call in a text. The program's name cuts the text into pieces, and each is read once from its beginning: one pattern for
 * all of it would read on to the end from every name.
 */
export function textCall(text: string, call: TextCall): { readonly index: number; readonly end: number } | undefined {
  const [program, verb] = calls[call];
  let last: { index: number; from: number } | undefined;
  const inPiece = (to: number): { index: number; end: number } | undefined => {
    const match = last && verb.exec(text.slice(last.from, to));
    return match ? { index: last!.index, end: last!.from + match[0].length } : undefined;
  };
  for (const { index, 0: name } of text.matchAll(program)) {
    const match = inPiece(index);
    if (match !== undefined) return match;
    last = { index, from: index + name.length };
  }
  return inPiece(text.length);
}
