import { readdirSync, readlinkSync } from "node:fs";

/**
 * A process with the container's root: the given one, or another of its mount namespace if that one changed its root
 * (chroot(2)), since /proc/PID/root and /proc/PID/mountinfo then show only its jail. 0 if there is none.
 */
export function wholeView(pid: number): number {
  if (pid <= 0) return 0;
  const root = linkOf(pid, "root");
  // It has ended, or sees everything.
  if (root === undefined || root === "/") return pid;
  const namespace = linkOf(pid, "ns/mnt");
  const pids = readdirSync("/proc").flatMap((name) => (/^\d+$/u.test(name) ? [Number(name)] : []));
  return pids.find((other) => linkOf(other, "ns/mnt") === namespace && linkOf(other, "root") === "/") ?? 0;
}

function linkOf(pid: number, name: string): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/${name}`);
  } catch {
    return undefined;
  }
}
