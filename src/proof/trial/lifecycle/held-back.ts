/** Share of a CPU limit that counts as all of it: a start also reads files. */
const nearlyAll = 0.7;

/** Whether a container that used `seconds` of CPU in `ms` milliseconds used nearly all that its limit allows. */
export function isHeldBack(cpus: number | undefined, seconds: number, ms: number): boolean {
  return cpus !== undefined && seconds >= nearlyAll * cpus * (ms / 1000);
}
