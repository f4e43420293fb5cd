/** Letters of the alphabets that tokens are written in. */
const alphabets: Readonly<Record<string, string>> = {
  A: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
  L: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
  B: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
  h: "0123456789abcdef",
  d: "0123456789",
  a: "abcdefghijklmnopqrstuvwxyz0123456789",
  U: "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
  b: "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567",
  q: "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L",
};

/**
 * A secret that looks real, assembled when the test runs so that no file of this repository holds one: `{A:24}` stands for 24
 * letters of alphabet A, `{uuid}` for a UUID, `{}` for nothing (it splits what a scanner would find). Equal templates give equal letters.
 */
export function drawn(template: string, seed = 1): string {
  let state = seed;
  const next = (): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state >>> 8;
  };
  const letters = (alphabet: string, length: number): string =>
    Array.from({ length }, () => alphabet.charAt(next() % alphabet.length)).join("");
  return template
    .replaceAll("{}", "")
    .replaceAll("{uuid}", "{h:8}-{h:4}-{h:4}-{h:4}-{h:12}")
    .replaceAll(/\{(\w):(\d+)\}/g, (_, name: string, length: string) => letters(alphabets[name] ?? "", Number(length)));
}
