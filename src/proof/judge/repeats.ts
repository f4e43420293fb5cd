import type { Repeats } from "../../domain/workload/trial.ts";

/** `times` are milliseconds; percentiles by nearest rank. */
export function repeatsOf(times: readonly number[], failed: number): Repeats {
  const sorted = times.toSorted((a, b) => a - b);
  const percentile = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
  return { count: times.length, failed, p50Ms: percentile(0.5), p95Ms: percentile(0.95) };
}
