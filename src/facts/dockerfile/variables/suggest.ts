/** As BuildKit's `suggest.Search`: further away is no typo. */
const furthest = 2;
/** A hostile file declares thousands. */
const mostOptions = 500;

/** The option that differs from `name` in the fewest letters, if that is one or two; the first of equals. */
export function closest(name: string, options: Iterable<string>): string | undefined {
  let best: string | undefined;
  // For a short name, half of its letters is the limit.
  let distance = Math.min(furthest, name.length >> 1) + 1;
  let optionCount = 0;
  for (const option of options) {
    if (++optionCount > mostOptions) break;
    if (option === name) return undefined;
    if (Math.abs(option.length - name.length) >= distance) continue;
    const optionDistance = editDistance(name, option);
    if (optionDistance >= distance) continue;
    best = option;
    distance = optionDistance;
  }
  return best;
}

/** Levenshtein: insertions, deletions and replacements of one character. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a.charAt(i - 1) === b.charAt(j - 1) ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
