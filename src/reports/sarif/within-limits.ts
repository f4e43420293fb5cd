import { gzipSync } from "node:zlib";

/** GitHub takes no run with more results, and no file that is larger once it is packed. What is missing counts as fixed there, so nothing else is ever cut. */
const mostResults = 25_000;
const mostBytes = 10_000_000;

const order = { error: 0, warning: 1, note: 2 } as const;

interface Result {
  readonly level: keyof typeof order;
}

/** The log that code scanning takes whole: `render` is asked with fewer and fewer results, the most severe of them in their order. `left` counts those without a place in it. */
export function withinLimits<T extends Result>(
  all: readonly T[],
  render: (kept: readonly T[], left: number) => string,
): { readonly text: string; readonly left: number } {
  let kept = mostSevere(all, mostResults);
  for (;;) {
    const left = all.length - kept.length;
    const text = render(kept, left);
    // What is short as it is need not be packed to know it.
    const bytes = text.length < mostBytes / 3 ? 0 : gzipSync(text).length;
    if (bytes <= mostBytes || kept.length === 0) return { text, left };
    kept = mostSevere(all, Math.floor((kept.length * 0.95 * mostBytes) / bytes));
  }
}

function mostSevere<T extends Result>(all: readonly T[], most: number): readonly T[] {
  if (all.length <= most) return all;
  const kept = new Set(all.toSorted((a, b) => order[a.level] - order[b.level]).slice(0, most));
  return all.filter((one) => kept.has(one));
}
