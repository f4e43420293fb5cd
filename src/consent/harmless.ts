import { defaultCapabilities, type Capability } from "../domain/capability.ts";

/**
 * Capabilities that nobody has to agree to: what Docker grants anyway, and those beyond it that act within namespaces which every
 * container has of its own (capabilities(7)). All others do: the list is of what is known to be harmless, not of what is known to harm.
 *
 * - IPC_LOCK locks memory, which counts against the container's own limit.
 * - IPC_OWNER passes over permissions of System V objects, which an IPC namespace has of its own.
 * - NET_BROADCAST is unused by the kernel.
 */
export const harmlessCapabilities: ReadonlySet<string> = new Set<Capability>([
  ...defaultCapabilities,
  "IPC_LOCK",
  "IPC_OWNER",
  "NET_BROADCAST",
]);

/**
 * Kernel settings that belong to a namespace which a container has of its own (moby, opts/opts.go and runc,
 * libcontainer/configs/validate): all of `net.` where it has a network of its own, and these of its IPC namespace.
 */
const ipcSysctls: ReadonlySet<string> = new Set([
  "kernel.msgmax",
  "kernel.msgmnb",
  "kernel.msgmni",
  "kernel.sem",
  "kernel.shmall",
  "kernel.shmmax",
  "kernel.shmmni",
  "kernel.shm_rmid_forced",
]);

export function isOwnSysctl(name: string, network: string | undefined): boolean {
  if (ipcSysctls.has(name) || /^fs\.mqueue\.[a-z_]+$/u.test(name)) return true;
  return network !== "host" && /^net\.[a-z0-9_]+(?:[./][A-Za-z0-9_-]+)*$/u.test(name);
}

/** Limits of setrlimit(2) that each process has for itself, or that the cgroup of a container bounds; not those on priorities and real time. */
export const harmlessUlimits: ReadonlySet<string> = new Set([
  "as",
  "core",
  "cpu",
  "data",
  "fsize",
  "locks",
  "memlock",
  "msgqueue",
  "nofile",
  "nproc",
  "rss",
  "sigpending",
  "stack",
]);

/** Options of a tmpfs mount that concern nothing but itself (tmpfs(5), mount(8)). */
export function isTmpfsOptions(options: string): boolean {
  const known =
    /^(?:rw|ro|exec|noexec|suid|nosuid|dev|nodev|noatime|relatime|notmpcopyup|tmpcopyup|size=\d+[kmgKMG%]?|mode=[0-7]{1,4}|uid=\d+|gid=\d+|nr_inodes=\d+[kmg]?)$/u;
  return options === "" || options.split(",").every((option) => known.test(option));
}
