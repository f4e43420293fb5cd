const steps = ["B", "KiB", "MiB", "GiB", "TiB"] as const;

/** `113.0 MiB`; binary units, which limits also use. */
export function bytesText(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < steps.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${steps[unit]}`;
}

/** `140 ms`, `2.1 s`, `3 min 20 s` */
export function durationText(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** `12,202` */
export function numberText(count: number): string {
  return count.toLocaleString("en");
}

/** `1 error`, `3 errors` */
export function countText(count: number, singular: string, many = `${singular}s`): string {
  return `${numberText(count)} ${count === 1 ? singular : many}`;
}

/** `t1, t2 and t3` */
export function listText(items: readonly string[]): string {
  return items.length < 2 ? (items[0] ?? "") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}
