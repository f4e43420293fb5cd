/** Bytes as a quantity, in the largest unit without a remainder. */
export function asMemory(bytes: number): string {
  const unit = (["Gi", "Mi", "Ki"] as const).find((_, index) => bytes % 1024 ** (3 - index) === 0);
  return unit === undefined ? String(bytes) : `${bytes / 1024 ** { Gi: 3, Mi: 2, Ki: 1 }[unit]}${unit}`;
}

/** CPUs in thousandths, the finest unit of Kubernetes: `1500m`, `2`. */
export function asCpu(cpus: number): string {
  const thousandths = Math.max(1, Math.ceil(Math.round(cpus * 1e6) / 1e3));
  return thousandths % 1000 === 0 ? String(thousandths / 1000) : `${thousandths}m`;
}
