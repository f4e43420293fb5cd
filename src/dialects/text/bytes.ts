/** Bytes for Docker and the kernel's tmpfs: `24m`, `10k`, else plain bytes. Both units are binary. */
export function byteSize(bytes: number): string {
  const whole = Math.ceil(bytes);
  if (whole > 0 && whole % 1048576 === 0) return `${whole / 1048576}m`;
  if (whole > 0 && whole % 1024 === 0) return `${whole / 1024}k`;
  return String(whole);
}

/** CPUs for Kubernetes, in thousandths, its finest unit: `500m`. */
export function milliCpus(cpus: number): string {
  return `${Math.max(1, Math.ceil(Math.round(cpus * 1e6) / 1e3))}m`;
}

/** A plain decimal, never an exponent: Docker counts CPUs in billionths. */
export function decimal(count: number): string {
  return count.toFixed(9).replace(/\.?0{1,9}$/, "");
}
