import { defaultCapabilities } from "../domain/profile/capability.ts";

/**
 * Capabilities that need no consent before the engine is known: Docker's default set, the largest known one. The user
 * grants all others by name. When a container is created, the default set of that engine counts (`specReach`).
 */
export const grantedByDefault: ReadonlySet<string> = new Set<string>(defaultCapabilities);

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

/** setrlimit(2) limits that apply to each process separately, or that the container's cgroup bounds; excludes priorities and real time. */
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

/** Options of a tmpfs mount that affect only the mount itself (tmpfs(5), mount(8)). */
export function isTmpfsOptions(options: string): boolean {
  const harmlessOption =
    /^(?:rw|ro|exec|noexec|suid|nosuid|dev|nodev|noatime|relatime|notmpcopyup|tmpcopyup|size=\d+[kmgKMG%]?|mode=[0-7]{1,4}|uid=\d+|gid=\d+|nr_inodes=\d+[kmg]?)$/u;
  return options === "" || options.split(",").every((option) => harmlessOption.test(option));
}
