/** Share of a CPU limit: a start also reads files. */
const nearlyAll = 0.7;

/** Whether a container that used `seconds` of CPU in `ms` milliseconds used nearly all that its limit leaves it. */
export function isHeldBack(cpus: number | undefined, seconds: number, ms: number): boolean {
  return cpus !== undefined && seconds >= nearlyAll * cpus * (ms / 1000);
}
