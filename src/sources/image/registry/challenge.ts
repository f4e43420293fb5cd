/** An authentication challenge: its scheme in lower case, and its parameters by their names in lower case. */
export interface Challenge {
  readonly scheme: string;
  readonly parameters: ReadonlyMap<string, string>;
}

/**
 * Parses `WWW-Authenticate` (RFC 9110, section 11.6.1): one header may contain several challenges, with commas
 * between them and also between the parameters of one. Invalid text ends the list.
 */
export function parseChallenges(header: string): readonly Challenge[] {
  const challenges: { readonly scheme: string; readonly parameters: Map<string, string> }[] = [];
  const token = /[\s,]*([!#$%&'*+.^_`|~0-9A-Za-z-]+)(\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]*)))?/y;
  // Real ones have 300 bytes.
  const text = header.slice(0, 16_384);
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    const [, word = "", assigned, quoted, plain] = match;
    if (assigned === undefined) challenges.push({ scheme: word.toLowerCase(), parameters: new Map() });
    else {
      const value = quoted === undefined ? (plain ?? "") : quoted.replace(/\\(.)/g, "$1");
      challenges.at(-1)?.parameters.set(word.toLowerCase(), value);
    }
  }
  return challenges;
}
