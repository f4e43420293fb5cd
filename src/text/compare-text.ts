/** By UTF-16 code unit, so the same on every machine; of ASCII it is the order of strcmp(3). */
export function compareText(a: string, b: string): -1 | 0 | 1 {
  return a === b ? 0 : a < b ? -1 : 1;
}
