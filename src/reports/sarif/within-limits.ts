import { gzipSync } from "node:zlib";

/** GitHub accepts no run with more results, and no larger compressed file. Missing results count as fixed there, so nothing else is ever cut. */
const mostResults = 25_000;
const mostBytes = 10_000_000;

const order = { error: 0, warning: 1, note: 2 } as const;

interface Result {
  readonly level: keyof typeof order;
}

/**
 * The largest log that code scanning accepts: calls `render` with fewer and fewer of the most severe results, in
 * their order. `left` is the number of omitted results.
 */
export function withinLimits<T extends Result>(
  results: readonly T[],
  render: (kept: readonly T[], left: number) => string,
): { readonly text: string; readonly left: number } {
  let retained = mostSevere(results, mostResults);
  for (;;) {
    const omittedCount = results.length - retained.length;
    const text = render(retained, omittedCount);
    // A text that is short enough uncompressed need not be compressed.
    const bytes = text.length < mostBytes / 3 ? 0 : gzipSync(text).length;
    if (bytes <= mostBytes || retained.length === 0) return { text, left: omittedCount };
    retained = mostSevere(results, Math.floor((retained.length * 0.95 * mostBytes) / bytes));
  }
}

function mostSevere<T extends Result>(results: readonly T[], maxCount: number): readonly T[] {
  if (results.length <= maxCount) return results;
  const retained = new Set(results.toSorted((a, b) => order[a.level] - order[b.level]).slice(0, maxCount));
  return results.filter((one) => retained.has(one));
}
